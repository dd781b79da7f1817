// The front page: take a diagram in, have it reviewed, show picture and findings together.

import { busy, byId, complain, settle } from "./elements.js";
import { addressOf } from "./listing.js";
import { ReviewView, reviewed } from "./review.js";
import { askJson, keep, passing } from "./server.js";
import { keepDraft } from "./draft.js";

const view = new ReviewView();
let taken = null;

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
  const text = await (await fetch("/static/example.txt")).text();
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

async function start(file) {
  settle();
  const largest = Number(document.body.dataset.largest);
  if (file.size > largest) {
    return complain(Object.assign(new Error(`${file.name} has ${file.size} bytes; this server takes ${largest}.`),
      { problem: { title: "Upload too large" } }));
  }
  const source = passing(file);
  const review = await reviewed(source);
  showIntake(!review);
  if (!review) return undefined;
  taken = file;
  byId("keep-diagram").value = "";
  byId("keeping").open = false;
  byId("edit").hidden = review.format === "drawio";
  const shown = view.show(source, review);
  byId("result-title").focus({ preventScroll: true });
  window.scrollTo(0, 0);
  return shown;
}

function showIntake(shown) {
  byId("intake").hidden = !shown;
  byId("result").hidden = shown;
}

byId("again").addEventListener("click", () => {
  showIntake(true);
  byId("file").focus();
});

// Keeping it

byId("keeping").addEventListener("toggle", async (event) => {
  if (!event.target.open) return;
  byId("keep-diagram").value ||= taken.name;
  try {
    const { projects } = await askJson("/projects");
    byId("keep-project").replaceChildren(...projects.map(({ name }) => new Option(name)));
  } catch (error) {
    complain(error);
  }
});

byId("keep").addEventListener("submit", async (event) => {
  event.preventDefault();
  busy(`Keeping the review of ${taken.name} …`);
  try {
    const stored = await keep(taken, byId("keep-project").value, byId("keep-diagram").value);
    location.assign(addressOf.review(stored.id));
  } catch (error) {
    complain(error);
  } finally {
    busy();
  }
});

byId("edit").addEventListener("click", async () => {
  keepDraft(await taken.text());
  location.assign("/editor");
});
