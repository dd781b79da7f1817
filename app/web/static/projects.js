// All projects, and what was reviewed last.

import { byId, complain, make, makeLink, settle } from "./elements.js";
import { addressOf, reviewRows, table } from "./listing.js";
import { askJson, send } from "./server.js";

let reviews = [];
let next = null;

async function showProjects() {
  const { projects } = await askJson("/projects");
  byId("projects").replaceChildren(...projects.map((project) => {
    const facts = [
      project.rule_packs.length && `${project.rule_packs.length} packs of rules`, project.has_waivers && "waivers",
      project.retention_days && `kept ${project.retention_days} days`,
    ].filter(Boolean);
    return make("li", "card", makeLink(addressOf.project(project.name), make("b", "", project.name)),
      make("p", "fine", [project.title, ...facts].filter(Boolean).join(" · ")));
  }));
}

async function showReviews() {
  const page = await askJson(`/reviews?${new URLSearchParams({ limit: "25", ...(next && { cursor: next }) })}`);
  reviews = [...reviews, ...page.reviews];
  next = page.next;
  byId("older").hidden = !next;
  byId("none").hidden = reviews.length > 0;
  if (reviews.length) {
    byId("latest").replaceChildren(table(["Diagram", "Project", "Found", "Shown", "When"], reviewRows(reviews)));
  }
}

byId("older").addEventListener("click", () => showReviews().catch(complain));
byId("new-project").addEventListener("submit", async (event) => {
  event.preventDefault();
  settle();
  try {
    await send("POST", "/projects", { name: byId("name").value });
    location.assign(addressOf.project(byId("name").value));
  } catch (error) {
    complain(error);
  }
});

await Promise.all([showProjects(), showReviews()]).catch(complain);
