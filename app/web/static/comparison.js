// Two versions of a diagram side by side: what changed in the drawing, and what became of the findings.

import { busy, byId, complain, count, make, makeButton, makeLink, settle, words } from "./elements.js";
import { Picture, takeIn } from "./picture.js";
import { ask, askJson, send } from "./server.js";

const STANDINGS = {
  new: "New", regressed: "Worse than before", fixed: "Fixed", no_longer_drawn: "Gone with what was drawn",
  still_open: "Still open", waived: "Waived",
};
const SIGNS = { added: "+", removed: "−", renamed: "~", moved: "~", changed: "~", rewired: "~", reversed: "⇄" };
const pictures = { base: new Picture(byId("base-canvas"), () => {}), head: new Picture(byId("head-canvas"), () => {}) };
let source = null;
let comparison = null;
let page = 0;

/** Two files from this machine: both go with every question. */
function ofFiles(base, head) {
  const body = () => {
    const form = new FormData();
    form.append("base", base, base.name);
    form.append("head", head, head.name);
    return { method: "POST", body: form };
  };
  const before = () => {
    const form = new FormData();
    form.append("diagram", base, base.name);
    return { method: "POST", body: form };
  };
  return {
    compared: () => askJson("/comparisons?format=json", body()),
    base: async (number) => (await ask(`/reviews?format=svg&page=${number}`, before())).text(),
    head: async (position) => (await ask(`/comparisons?format=svg&page=${position}`, body())).text(),
  };
}

/** Two kept reviews. */
function ofReviews(base, head) {
  const picture = (format, number) =>
    ask(`/comparisons?format=${format}&page=${number}`, {
      method: "POST", body: JSON.stringify({ base, head }), headers: { "Content-Type": "application/json" },
    });
  return {
    compared: () => send("POST", "/comparisons?format=json", { base, head }),
    base: async (number) => (await ask(`/reviews/${encodeURIComponent(base)}/annotated.svg?page=${number}`)).text(),
    head: async (position) => (await picture("svg", position)).text(),
  };
}

async function show(chosen) {
  source = chosen;
  settle();
  busy("Comparing …");
  try {
    comparison = await source.compared();
    byId("intake").hidden = true;
    byId("result").hidden = false;
    byId("result-title").textContent = comparison.file;
    byId("facts").textContent = facts();
    byId("warnings").hidden = comparison.warnings.length === 0;
    byId("warnings").replaceChildren(...comparison.warnings.map((warning) => make("li", "", warning)));
    showTabs();
    showFindings();
    const most = comparison.pages.map(({ changes }) => changes.length);
    await showPage(Math.max(0, most.indexOf(Math.max(...most))));
  } catch (error) {
    complain(error);
    byId("intake").hidden = byId("result").hidden === false;
  } finally {
    busy();
  }
}

function facts() {
  if (comparison.unchanged) return "Both say the same, and so do the rules.";
  const { changes, findings } = comparison.summary;
  const told = Object.entries(changes).filter(([, number]) => number).map(([kind, number]) => `${number} ${kind}`);
  const found = ["new", "regressed", "fixed", "still_open"].filter((standing) => findings[standing])
    .map((standing) => `${findings[standing]} ${STANDINGS[standing].toLowerCase()}`);
  const { base, head } = comparison.coverage;
  const shown = base !== null && head !== null && base !== head
    ? [`shown ${Math.round(base * 100)} % → ${Math.round(head * 100)} %`] : [];
  return [told.join(", ") || "the same drawing", found.join(", "), ...shown].filter(Boolean).join(" · ");
}

function showTabs() {
  byId("pages").hidden = comparison.pages.length < 2;
  byId("pages").replaceChildren(...comparison.pages.map(({ name, changes }, position) => {
    const tab = makeButton("", () => showPage(position), changes.length ? `${name} (${changes.length})` : name);
    tab.setAttribute("role", "tab");
    return tab;
  }));
}

async function showPage(position) {
  page = position;
  [...byId("pages").children].forEach((tab, place) => tab.setAttribute("aria-selected", String(place === position)));
  showChanges();
  const { base } = comparison.pages[position] ?? {};
  await Promise.all([
    fill("base", base === null || base === undefined ? null : () => source.base(base + 1), "It was not there before."),
    fill("head", comparison.head ? () => source.head(position + 1) : null, "It is gone."),
  ]);
}

async function fill(side, picture, nothing) {
  if (!picture) return pictures[side].say(nothing);
  const asked = page;
  byId(`${side}-canvas`).classList.add("loading");
  try {
    const text = await picture();
    if (asked === page) pictures[side].show(takeIn(text));
  } catch (error) {
    pictures[side].say(`No picture: ${error.message}`);
  } finally {
    byId(`${side}-canvas`).classList.remove("loading");
  }
  return undefined;
}

function showChanges() {
  const { changes = [] } = comparison.pages[page] ?? {};
  byId("changes").replaceChildren(...(changes.length ? changes.map(change) : [make("li", "fine", "Nothing: boxes may have moved.")]));
}

function change({ kind, what, name, old_name: before, differences, match, base, head }) {
  const told = differences.map(({ field, base: was, head: is }) => `${words(field)}: ${was || "nothing"} → ${is || "nothing"}`);
  const title = kind === "renamed" ? `${before} → ${name}` : name;
  const key = what === "connection" ? "connections" : "nodes";
  return make("li", kind, makeButton("pick", () => light({ [key]: [base] }, { [key]: [head] }),
    make("b", "sign", SIGNS[kind]), make("span", "", make("b", "", title), ` ${words(what)} ${kind}`,
      told.length ? make("span", "message", told.join("; ")) : null,
      match && kind !== "added" && kind !== "removed" ? make("span", "fine", `Known again by: ${match.why}.`) : null)));
}

function showFindings() {
  const groups = Object.keys(STANDINGS).map((standing) => {
    const found = comparison.findings.filter((one) => one.standing === standing);
    if (!found.length) return null;
    const list = make("ol", "findings", ...found.map(finding));
    if (standing !== "still_open" && standing !== "waived") return make("div", "", make("h3", "", `${STANDINGS[standing]} (${found.length})`), list);
    return make("details", "", make("summary", "", `${STANDINGS[standing]} (${found.length})`), list);
  });
  byId("findings").replaceChildren(...groups.filter(Boolean));
  if (!comparison.findings.length) byId("findings").append(make("p", "fine", "Neither version contradicts the lens."));
}

function finding({ why, base, head }) {
  const one = head ?? base;
  const lit = (side) => side && { nodes: side.subjects, connections: (side.path ?? []).filter((_, place) => place % 2) };
  const rule = makeLink(`/rules/${encodeURIComponent(one.rule)}`, one.rule);
  return make("li", one.severity, makeButton("pick", () => light(lit(base), lit(head)),
    make("span", "head", make("span", "", one.title)),
    make("span", "word", `${one.severity} · ${words(one.verdict)}`),
    make("span", "message", one.message), why ? make("span", "fine", why) : null),
  make("p", "fine pick", rule));
}

function light(base, head) {
  pictures.base.light(cleaned(base));
  pictures.head.light(cleaned(head));
}

const cleaned = (wanted) =>
  Object.fromEntries(Object.entries(wanted ?? {}).map(([name, ids]) => [name, ids.filter(Boolean)]));

for (const side of ["base", "head"]) {
  byId(`${side}-fit`).addEventListener("click", () => pictures[side].fit());
  byId(side).addEventListener("change", ({ target }) => {
    byId(`${side}-name`).textContent = target.files[0]?.name ?? "Choose a file";
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") light();
});
byId("two").addEventListener("submit", (event) => {
  event.preventDefault();
  show(ofFiles(byId("base").files[0], byId("head").files[0]));
});

const given = new URLSearchParams(location.search);
if (given.has("base") && given.has("head")) await show(ofReviews(given.get("base"), given.get("head")));
else byId("intake").hidden = false;
