// One page, one diagram file at a time: take it in, have it reviewed, show picture and findings together.

import { listFilters, listFindings, make, showNotes, showNumbers, words } from "./findings.js";
import { Picture, takeIn } from "./picture.js";

const byId = (id) => document.getElementById(id);
const picture = new Picture(byId("canvas"), pickInPicture);
const state = { file: null, review: null, page: 0, chosen: null, hidden: new Set(), svg: "" };

// Taking a diagram in

byId("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) start(file);
  event.target.value = "";
});

byId("paste").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("source").value;
  if (text.trim()) start(new File([text], isPython(text) ? "pasted.py" : "pasted.mmd", { type: "text/plain" }));
  else byId("source").focus();
});

byId("example").addEventListener("click", async () => {
  const answer = await fetch("/static/example.txt");
  const text = await answer.text();
  byId("source").value = text;
  start(new File([text], "example.py", { type: "text/plain" }));
});

const isPython = (text) => /^\s*(from|import)\s+\w/m.test(text);

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dragging");
});
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dragging");
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return;
  event.preventDefault();
  start(file);
});

// Talking to the server

async function ask(format, parameters = {}) {
  const body = new FormData();
  body.append("diagram", state.file, state.file.name);
  const query = new URLSearchParams({ format, ...parameters });
  const answer = await fetch(`/api/v1/reviews?${query}`, { method: "POST", body });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({ title: "The server did not answer as expected." }));
  throw Object.assign(new Error(problem.detail || problem.title), { problem });
}

async function start(file) {
  Object.assign(state, { file, review: null, page: 0, chosen: null, hidden: new Set(), svg: "" });
  byId("problem").hidden = true;
  const largest = Number(document.body.dataset.largest);
  if (file.size > largest) {
    return complain("Upload too large", `${file.name} has ${file.size} bytes; this server takes ${largest}.`);
  }
  busy(`Reviewing ${file.name} …`);
  try {
    state.review = await (await ask("json")).json();
    showReview();
    await showPage(firstPageWithFindings());
  } catch (error) {
    complain(error.problem?.title ?? "That did not work", error.message, error.problem);
  } finally {
    busy("");
  }
}

function busy(text) {
  byId("status").textContent = text;
  byId("status").hidden = !text;
}

function complain(title, detail, { file, line, column } = {}) {
  const where = file ? [file, line, column].filter((part) => part !== undefined).join(":") : "";
  const sentence = where && !detail.includes(file) ? `${where}: ${detail}` : detail;
  byId("problem").replaceChildren(make("strong", "", title), sentence);
  byId("problem").hidden = false;
  byId("result").hidden = true;
  byId("intake").hidden = false;
}

// Showing the answer

const FORMATS = { drawio: "draw.io", diagrams: "diagrams script", mermaid: "Mermaid flowchart" };

function showReview() {
  const { review } = state;
  byId("intake").hidden = true;
  byId("result").hidden = false;
  byId("result-title").textContent = review.file;
  const nodes = review.diagrams.flatMap((diagram) => diagram.nodes).filter((node) => node.kind !== "boundary");
  const edges = review.diagrams.flatMap((diagram) => diagram.edges);
  byId("facts").textContent = [
    FORMATS[review.format] ?? review.format,
    words(review.coverage.scenario),
    `${nodes.length} services`,
    `${edges.length} connections`,
    review.complete ? "" : "part of the file could not be read",
  ].filter(Boolean).join(" · ");
  showNumbers(review, byId("share"), byId("layers"), byId("pillars"));
  showTabs();
  byId("result-title").focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

const firstPageWithFindings = () => state.review.findings[0]?.diagram ?? 0;

function showTabs() {
  const { diagrams, findings } = state.review;
  byId("pages").hidden = diagrams.length < 2;
  byId("pages").replaceChildren(
    ...diagrams.map(({ name }, page) => {
      const count = findings.filter((finding) => finding.diagram === page && finding.verdict !== "not_shown").length;
      const tab = make("button", "", count ? `${name || `Diagram ${page + 1}`} (${count})` : name || `Diagram ${page + 1}`);
      tab.type = "button";
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", "panel");
      tab.addEventListener("click", () => showPage(page));
      tab.addEventListener("keydown", (event) => moveTab(event, page));
      return tab;
    }),
  );
}

function moveTab(event, page) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const tab = step && byId("pages").children[page + step];
  if (!tab) return;
  tab.focus();
  showPage(page + step);
}

async function showPage(page) {
  state.page = page;
  state.chosen = null;
  [...byId("pages").children].forEach((tab, place) => {
    tab.setAttribute("aria-selected", String(place === page));
    tab.tabIndex = place === page ? 0 : -1;
  });
  showLists();
  const { file } = state;
  byId("canvas").classList.add("loading");
  try {
    const text = await (await ask("svg", { page: String(page + 1) })).text();
    if (state.file !== file || state.page !== page) return;
    state.svg = text;
    picture.show(takeIn(text));
    picture.mark(new Set(findingsHere().flatMap((finding) => finding.subjects)));
    showLists();
  } catch (error) {
    if (state.file === file && state.page === page) picture.say(`No picture: ${error.message}`);
  } finally {
    byId("canvas").classList.remove("loading");
  }
}

const findingsHere = () => state.review.findings.filter((finding) => finding.diagram === state.page);

function showLists() {
  const diagram = state.review.diagrams[state.page];
  const names = new Map(diagram.nodes.map((node) => [node.id, nameOf(node)]));
  const numbers = picture.numbers();
  const open = findingsHere().filter((finding) => finding.verdict !== "not_shown");
  const silent = findingsHere().filter((finding) => finding.verdict === "not_shown");
  const visible = open.filter((finding) => !state.hidden.has(finding.severity));
  listFindings(byId("findings"), visible, names, numbers, choose);
  listFindings(byId("not-shown"), silent, names, numbers, choose);
  listFilters(byId("filters"), open, state.hidden, toggleSeverity);
  byId("silence").hidden = silent.length === 0;
  byId("nothing").hidden = open.length > 0;
  byId("nothing").textContent = "Nothing in this diagram contradicts the lens.";
  showNotes(byId("notes"), byId("notes-list"), state.review, diagram);
}

const nameOf = (node) => node.label.trim().split(/\s+/).join(" ") || node.service || words(node.boundary_kind ?? node.role ?? node.id);

function toggleSeverity(severity) {
  if (!state.hidden.delete(severity)) state.hidden.add(severity);
  showLists();
  light();
}

// Choosing a finding, in the list or in the picture

function choose(finding) {
  state.chosen = state.chosen === finding ? null : finding;
  light();
}

function light() {
  const { chosen } = state;
  for (const entry of document.querySelectorAll(".findings li")) {
    const isChosen = entry.dataset.fingerprint === chosen?.fingerprint;
    entry.classList.toggle("lit", isChosen);
    entry.querySelector(".pick").setAttribute("aria-expanded", String(isChosen));
  }
  if (!chosen) return picture.light();
  const path = chosen.path ?? [];
  return picture.light({
    nodes: [...chosen.subjects, ...path.filter((_, position) => position % 2 === 0)],
    connections: path.filter((_, position) => position % 2 === 1),
    fingerprints: [chosen.fingerprint],
  });
}

function pickInPicture({ fingerprint, node }) {
  const about = findingsHere().filter((finding) => finding.fingerprint === fingerprint || finding.subjects.includes(node));
  const next = about[(about.indexOf(state.chosen) + 1) % about.length] ?? null;
  state.chosen = next;
  light();
  document.querySelector(".findings li.lit")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !state.review) return;
  state.chosen = null;
  light();
});

byId("zoom-in").addEventListener("click", () => picture.zoom(1 / 1.3));
byId("zoom-out").addEventListener("click", () => picture.zoom(1.3));
byId("zoom-fit").addEventListener("click", () => picture.fit());

// Taking it home

byId("get-drawio").addEventListener("click", (event) =>
  save(event.target, ".annotated.drawio", async () => (await ask("drawio")).blob()));
byId("get-svg").addEventListener("click", (event) =>
  save(event.target, ".annotated.svg", async () => new Blob([state.svg], { type: "image/svg+xml" })));
byId("get-json").addEventListener("click", (event) =>
  save(event.target, ".review.json", async () =>
    new Blob([JSON.stringify(state.review, null, 2)], { type: "application/json" })));

async function save(button, ending, content) {
  button.disabled = true;
  try {
    const link = make("a");
    link.href = URL.createObjectURL(await content());
    link.download = state.file.name.replace(/\.[^.]*$/, "") + ending;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    busy(error.message);
  } finally {
    button.disabled = false;
  }
}

byId("again").addEventListener("click", () => {
  byId("result").hidden = true;
  byId("intake").hidden = false;
  byId("file").focus();
});
