// A script or a flowchart with its picture and its findings, reviewed anew while one types.

import { pieces } from "./colours.js";
import { draft, keepDraft } from "./draft.js";
import { busy, byId, complain, make, save, settle } from "./elements.js";
import { ReviewView } from "./review.js";
import { passing } from "./server.js";

const PAUSE = 450;
const source = byId("source");
const view = new ReviewView();
let timer = 0;
let latest = 0;
let findings = [];

const isFlowchart = (text) => /^\s*(?:---[\s\S]*?---\s*)?(?:%%.*\s+)*(?:flowchart|graph)\b/.test(text);
const fileOf = (text) => new File([text], isFlowchart(text) ? "drawing.mmd" : "drawing.py", { type: "text/plain" });

function changed() {
  keepDraft(source.value);
  paint();
  clearTimeout(timer);
  timer = setTimeout(reviewNow, PAUSE);
}

async function reviewNow() {
  const turn = ++latest;
  const text = source.value;
  if (!text.trim()) {
    settle();
    byId("result").hidden = true;
    return markLines([]);
  }
  busy("Reviewing …");
  try {
    const diagram = passing(fileOf(text));
    const review = await diagram.review();
    if (turn !== latest) return undefined;
    settle();
    findings = review.findings;
    markLines(findings.filter((finding) => finding.verdict !== "not_shown").map(lineAndTone));
    await view.show(diagram, review, Math.min(view.page, review.diagrams.length - 1));
  } catch (error) {
    if (turn !== latest) return undefined;
    complain(error);
    markLines(error.problem?.line ? [{ line: error.problem.line, tone: "high", title: error.message }] : []);
  } finally {
    if (turn === latest) busy();
  }
  return undefined;
}

const lineAndTone = ({ origin, severity, title }) => ({ line: origin?.line, tone: severity, title });

// The sheet: colours below the letters that are typed, numbers beside them

function paint() {
  byId("colours").replaceChildren(
    ...[...pieces(source.value)].map(([kind, text]) => (kind ? make("span", kind, text) : text)), "\n",
  );
  const wanted = source.value.split("\n").length;
  const lines = byId("lines");
  while (lines.children.length > wanted) lines.lastChild.remove();
  while (lines.children.length < wanted) lines.append(make("li", "", String(lines.children.length + 1)));
}

function markLines(marks) {
  for (const line of byId("lines").children) {
    line.removeAttribute("class");
    line.removeAttribute("title");
  }
  for (const { line, tone, title } of [...marks].reverse()) {
    const entry = byId("lines").children[line - 1];
    if (!entry) continue;
    entry.className = tone;
    entry.title = title;
  }
}

function leadTo(line) {
  const lines = source.value.split("\n");
  if (!line || line > lines.length) return;
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  source.setSelectionRange(start, start + lines[line - 1].length);
  const height = source.scrollHeight / lines.length;
  byId("lines").parentElement.scrollTop = Math.max(0, (line - 4) * height);
}

view.onChoice = (finding) => {
  if (finding) leadTo(finding.origin?.line);
};

let leaving = false;
source.addEventListener("input", changed);
source.addEventListener("keydown", (event) => {
  if (event.key === "Tab" && !leaving && !event.shiftKey) {
    event.preventDefault();
    source.setRangeText("    ", source.selectionStart, source.selectionEnd, "end");
    changed();
  }
  leaving = event.key === "Escape";
});

byId("examples").addEventListener("change", async (event) => {
  const name = event.target.value;
  event.target.value = "";
  if (name) put(await (await fetch(`/static/${name}`)).text());
});

byId("get-source").addEventListener("click", () => {
  const file = fileOf(source.value);
  save(file, file.name);
});

function put(text) {
  source.value = text;
  keepDraft(text);
  paint();
  reviewNow();
}

put(draft() ?? (await (await fetch("/static/example.txt")).text()));
