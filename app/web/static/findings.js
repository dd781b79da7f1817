// The lists beside the picture. Everything from the diagram is put in as text, never as markup.

export const SEVERITIES = ["high", "medium", "low", "info"];

/** An element with classes, text or children. */
export function make(name, classes = "", ...children) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const words = (value) => value.replaceAll("_", " ");

/** The findings of one diagram as list items; `onPick(finding)` when one is chosen. */
export function listFindings(list, findings, names, numbers, onPick) {
  list.replaceChildren(
    ...findings.map((finding) => item(finding, names, numbers.get(finding.fingerprint) ?? "•", onPick)),
  );
}

function item(finding, names, number, onPick) {
  const button = make(
    "button",
    "pick",
    make("span", "head", make("span", "number", String(number)), make("span", "", finding.title)),
    make("span", "word", `${finding.severity} · ${words(finding.verdict)}`),
    make("span", "message", finding.message),
  );
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => onPick(finding));
  const entry = make("li", finding.severity, button, make("div", "more", details(finding, names)));
  entry.dataset.fingerprint = finding.fingerprint;
  return entry;
}

function details(finding, names) {
  const list = make("dl");
  const add = (term, ...content) => list.append(make("dt", "", term), make("dd", "", ...content));
  const nodes = (finding.path ?? []).filter((_, position) => position % 2 === 0);
  if (nodes.length > 0) add("Path", nodes.map((id) => names.get(id) ?? id).join(" → "));
  if (finding.remediation) add("Draw", finding.remediation);
  for (const { what } of finding.evidence) add("Seen", what);
  const link = make("a", "", `${finding.rule} ${finding.name}`);
  link.href = `/rules#${encodeURIComponent(finding.rule)}`;
  link.target = "_blank";
  add("Rule", link);
  if (finding.origin) add("At", place(finding.origin));
  return list;
}

function place({ file, page, cell, line }) {
  return [line ? `${file}:${line}` : file, page && `page ${page}`, cell && `cell ${cell}`].filter(Boolean).join(", ");
}

/** One button a severity that occurs; pressing it hides or shows that severity. */
export function listFilters(group, findings, hidden, onChange) {
  const occurring = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity));
  group.replaceChildren(
    ...occurring.map((severity) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      const button = make("button", severity, `${count} ${severity}`);
      button.type = "button";
      button.setAttribute("aria-pressed", String(!hidden.has(severity)));
      button.addEventListener("click", () => onChange(severity));
      return button;
    }),
  );
}

const SIGNS = { shown: "●", not_shown: "○", not_expected: "·" };

/** The two numbers: coverage by layer, assessment by pillar. */
export function showNumbers(review, share, layers, pillars) {
  const { scenario, share: shown, ...byLayer } = review.coverage;
  const bar = make("progress");
  bar.max = 1;
  bar.value = shown;
  bar.setAttribute("aria-label", "Share of what is expected that is drawn");
  share.replaceChildren(bar, make("span", "", `${Math.round(shown * 100)} % of what ${words(scenario)} expects`));
  layers.replaceChildren(
    ...Object.entries(byLayer).map(([layer, state]) =>
      make("li", state, make("span", "", `${SIGNS[state] ?? "·"} ${layer}`), make("span", "", words(state))),
    ),
  );
  pillars.replaceChildren(
    ...Object.entries(review.assessment).map(([pillar, { counts, worst }]) => {
      const found = SEVERITIES.filter((severity) => counts[severity]).map((severity) => `${counts[severity]} ${severity}`);
      return make("li", "", make("span", "", words(pillar)), make("b", worst ?? "", found.join(", ") || "nothing violated"));
    }),
  );
}

/** What the reader could not take in. */
export function showNotes(section, list, review, diagram) {
  const notes = [
    ...review.diagnostics.map(({ code, message, origin }) => `${code} ${message} (${place(origin)})`),
    ...diagram.unrecognised.map(({ label, why, origin }) => `${label || "A shape"}: ${why} (${place(origin)})`),
  ];
  section.hidden = notes.length === 0;
  list.replaceChildren(...notes.slice(0, 50).map((note) => make("li", "", note)));
  if (notes.length > 50) list.append(make("li", "", `and ${notes.length - 50} more in the JSON report`));
}
