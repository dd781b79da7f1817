// One kept review, shown as soon as it is over.

import { busy, byId, complain, makeLink, moment } from "./elements.js";
import { addressOf } from "./listing.js";
import { ReviewView } from "./review.js";
import { ask, askJson, kept, whenOver } from "./server.js";

const id = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const STATES = { queued: "Waiting for its turn …", running: "Reviewing …" };

async function showStored() {
  const stored = await whenOver(id, (now) => busy(STATES[now.state]));
  document.title = `${stored.diagram}: Diagram Lens`;
  byId("trail").replaceChildren(
    makeLink("/projects", "Projects"), " › ", makeLink(addressOf.project(stored.project), stored.project), " › ",
    makeLink(addressOf.diagram(stored.project, stored.diagram), stored.diagram), " › ", moment(stored.created),
  );
  if (stored.state === "failed") {
    return complain(Object.assign(new Error(stored.problem?.detail ?? "The review failed."), { problem: stored.problem }));
  }
  const source = kept(stored);
  for (const button of document.querySelectorAll("[data-download]")) {
    button.hidden = !source.formats.includes(button.dataset.download);
  }
  await new ReviewView().show(source, await source.review());
  return offerComparison(stored);
}

async function offerComparison(stored) {
  const query = new URLSearchParams({ project: stored.project, diagram: stored.diagram, state: "done", limit: "1", cursor: stored.id });
  const { reviews } = await askJson(`/reviews?${query}`);
  byId("compare").hidden = reviews.length === 0;
  if (reviews.length) byId("compare").href = addressOf.comparison(reviews[0].id, stored.id);
}

byId("remove").addEventListener("click", async () => {
  if (!confirm("Remove this review with its files for good?")) return;
  try {
    await ask(`/reviews/${encodeURIComponent(id)}`, { method: "DELETE" });
    location.assign("/projects");
  } catch (error) {
    complain(error);
  }
});

await showStored().catch(complain).finally(() => busy());
