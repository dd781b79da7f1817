// One project: its diagrams, and one of them through time.

import { busy, byId, complain, make, makeLink, moment, settle } from "./elements.js";
import { SEVERITIES } from "./findings.js";
import { addressOf, chart, findingStory, outcome, share, table } from "./listing.js";
import { askJson, keep } from "./server.js";

const project = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const diagram = new URLSearchParams(location.search).get("diagram");
const path = `/projects/${encodeURIComponent(project)}/diagrams`;
let reviews = [];
let chosen = [];
let next = null;

async function showDiagrams() {
  byId("title").textContent = project;
  const { diagrams } = await askJson(`${path}?limit=200`);
  byId("diagrams").replaceChildren(diagrams.length
    ? table(["Diagram", "Found", "Shown", "Reviews", "Last"], diagrams.map(({ name, reviews: number, latest }) => [
      makeLink(addressOf.diagram(project, name), name), outcome(latest), share(latest), String(number), moment(latest.created),
    ]))
    : make("p", "fine", "Nothing is kept in this project yet. Choose a file above."));
}

async function showHistory() {
  byId("title").textContent = diagram;
  byId("trail").replaceChildren("› ", makeLink(addressOf.project(project), project));
  const query = new URLSearchParams({ limit: "50", ...(next && { cursor: next }) });
  const history = await askJson(`${path}/${encodeURIComponent(diagram)}/history?${query}`);
  reviews = [...reviews, ...history.reviews];
  next = history.next;
  byId("older").hidden = !next;
  byId("history").hidden = false;
  byId("chart").replaceChildren(chart(reviews));
  byId("reviews").replaceChildren(table(["", "Review", "Found", "Shown"], reviews.map((stored) => [
    choice(stored), makeLink(addressOf.review(stored.id), moment(stored.created)), outcome(stored), share(stored),
  ])));
  if (!chosen.length) choose(reviews.filter((stored) => stored.state === "done").slice(0, 2).map((stored) => stored.id));
  showStories("open", history.findings.filter((finding) => finding.state === "open"), "Nothing is open.");
  showStories("fixed", history.findings.filter((finding) => finding.state === "fixed"), "Nothing was fixed yet.");
}

function showStories(list, findings, nothing) {
  const worstFirst = findings.toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
  byId(list).replaceChildren(...(findings.length ? worstFirst.map(findingStory) : [make("li", "fine", nothing)]));
}

function choice(stored) {
  const box = make("input");
  box.type = "checkbox";
  box.value = stored.id;
  box.disabled = stored.state !== "done";
  box.setAttribute("aria-label", `Choose the review of ${new Date(stored.created).toLocaleString()}`);
  box.addEventListener("change", () => choose(box.checked ? [...chosen, stored.id].slice(-2) : chosen.filter((id) => id !== stored.id)));
  return box;
}

function choose(ids) {
  chosen = ids;
  for (const box of byId("reviews").querySelectorAll("input")) box.checked = chosen.includes(box.value);
  byId("compare").disabled = chosen.length !== 2;
}

byId("compare").addEventListener("click", () => {
  const [newer, older] = reviews.map((stored) => stored.id).filter((id) => chosen.includes(id));
  location.assign(addressOf.comparison(older, newer));
});

byId("older").addEventListener("click", () => showHistory().catch(complain));

byId("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  settle();
  busy(`Reviewing ${file.name} …`);
  try {
    const stored = await keep(file, project, diagram);
    location.assign(addressOf.review(stored.id));
  } catch (error) {
    complain(error);
  } finally {
    busy();
    event.target.value = "";
  }
});

document.title = `${diagram ?? project}: Diagram Lens`;
await (diagram ? showHistory() : showDiagrams()).catch(complain);
