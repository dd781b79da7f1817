// The lists beside the picture.

import { make, makeButton, makeLink, words } from "./elements.js";

export const SEVERITIES = ["high", "medium", "low", "info"];
const CHOICES = { pillar: "Every pillar", verdict: "Every verdict", layer: "Every layer" };

/** What is shown: severities that are hidden, and one pillar, verdict and layer, or all of them. */
export class Filters {
  constructor(group, onChange) {
    this.group = group;
    this.onChange = onChange;
    this.reset();
  }

  reset() {
    this.hidden = new Set();
    this.chosen = {};
  }

  passes(finding) {
    if (this.hidden.has(finding.severity)) return false;
    return Object.entries(this.chosen).every(([key, value]) => !value || finding[key] === value);
  }

  /** One button a severity and one choice a property, of those that occur. */
  list(findings) {
    const buttons = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity))
      .map((severity) => this.#button(severity, findings));
    const choices = Object.keys(CHOICES).map((key) => this.#choice(key, findings));
    const focused = document.activeElement?.dataset?.filter;
    this.group.replaceChildren(...buttons, ...choices.filter(Boolean));
    if (focused) this.group.querySelector(`[data-filter="${focused}"]`)?.focus();
  }

  #button(severity, findings) {
    const number = findings.filter((finding) => finding.severity === severity).length;
    const button = makeButton(severity, () => {
      if (!this.hidden.delete(severity)) this.hidden.add(severity);
      this.onChange();
    }, `${number} ${severity}`);
    button.dataset.filter = severity;
    button.setAttribute("aria-pressed", String(!this.hidden.has(severity)));
    return button;
  }

  #choice(key, findings) {
    const values = [...new Set(findings.map((finding) => finding[key]))].filter(Boolean).sort();
    if (values.length < 2) {
      delete this.chosen[key];
      return null;
    }
    const select = make("select", "", new Option(CHOICES[key], ""), ...values.map((value) => new Option(words(value), value)));
    select.value = this.chosen[key] ?? "";
    select.dataset.filter = key;
    select.setAttribute("aria-label", `Show by ${key}`);
    select.addEventListener("change", () => {
      this.chosen[key] = select.value;
      this.onChange();
    });
    return select;
  }
}

/** The findings of one diagram as list items; `onPick(finding)` when one is chosen. */
export function listFindings(list, findings, names, numbers, onPick) {
  list.replaceChildren(
    ...findings.map((finding) => item(finding, names, numbers.get(finding.fingerprint) ?? "•", onPick)),
  );
}

function item(finding, names, number, onPick) {
  const button = makeButton(
    "pick",
    () => onPick(finding),
    make("span", "head", make("span", "number", String(number)), make("span", "", finding.title)),
    make("span", "word", `${finding.severity} · ${words(finding.verdict)}`),
    make("span", "message", finding.message),
  );
  button.setAttribute("aria-expanded", "false");
  const entry = make("li", finding.severity, button, make("div", "more", details(finding, names)));
  entry.dataset.fingerprint = finding.fingerprint;
  return entry;
}

function details(finding, names) {
  const list = make("dl");
  const add = (term, ...content) => list.append(make("dt", "", term), make("dd", "", ...content));
  const nodes = (finding.path ?? []).filter((_, position) => position % 2 === 0);
  if (nodes.length > 0) add("Path", nodes.map((id) => names.get(id) ?? id).join(" → "));
  if (finding.remediation) add("Draw", ...withCode(finding.remediation));
  for (const { what } of finding.evidence) add("Seen", what);
  const link = makeLink(`/rules/${encodeURIComponent(finding.rule)}`, `${finding.rule} ${finding.name}`);
  link.target = "_blank";
  add("Rule", link);
  if (finding.suppressed) add("Waived", waiver(finding.suppressed));
  if (finding.origin) add("At", place(finding.origin));
  return list;
}

/** What is to be written to the letter as code. */
export const withCode = (text) => text.split(/`([^`]+)`/).map((part, place) => (place % 2 ? make("code", "", part) : part));

const waiver = ({ reason, expires, by }) =>
  [reason, by && `by ${by}`, expires && `until ${expires}`].filter(Boolean).join(", ");

function place({ file, page, cell, line }) {
  return [line ? `${file}:${line}` : file, page && `page ${page}`, cell && `cell ${cell}`].filter(Boolean).join(", ");
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
