// Kept reviews and their findings in lists and tables.

import { count, make, makeLink, moment, words } from "./elements.js";
import { SEVERITIES } from "./findings.js";

export const addressOf = {
  review: (id) => `/reviews/${encodeURIComponent(id)}`,
  project: (name) => `/projects/${encodeURIComponent(name)}`,
  diagram: (project, diagram) => `/projects/${encodeURIComponent(project)}?diagram=${encodeURIComponent(diagram)}`,
  comparison: (base, head) => `/comparisons?${new URLSearchParams({ base, head })}`,
};

/** What a review came to, in a few coloured words. */
export function outcome(stored) {
  if (stored.state === "failed") return make("span", "outcome high", `failed: ${stored.problem?.title ?? "unknown reason"}`);
  if (!stored.facts) return make("span", "outcome", stored.state);
  const found = SEVERITIES.filter((severity) => stored.facts.counts[severity])
    .map((severity) => make("b", severity, `${stored.facts.counts[severity]} ${severity}`));
  const waived = stored.facts.suppressed ? [make("span", "fine", `${stored.facts.suppressed} waived`)] : [];
  return make("span", "outcome", ...(found.length ? found : [make("b", "good", "nothing violated")]), ...waived);
}

export const share = (stored) => (stored.facts ? `${Math.round(stored.facts.coverage * 100)} %` : "");

/** A table with these headings; each row is a list of cells. */
export function table(headings, rows) {
  const cells = (kind, values) => make("tr", "", ...values.map((value) => make(kind, "", value ?? "")));
  const body = make("table", "", make("thead", "", cells("th", headings)), make("tbody", "", ...rows.map((row) => cells("td", row))));
  for (const heading of body.querySelectorAll("th")) heading.scope = "col";
  return make("div", "wide", body);
}

/** One row a review, the newest first. */
export const reviewRows = (reviews) => reviews.map((stored) => [
  makeLink(addressOf.review(stored.id), stored.diagram), makeLink(addressOf.project(stored.project), stored.project),
  outcome(stored), share(stored), moment(stored.created),
]);

/** A finding through time. */
export function findingStory(finding) {
  const first = make("span", "", "first seen ", moment(finding.first_seen.at));
  const last = finding.fixed ? make("span", "", ", fixed ", moment(finding.fixed.at)) : null;
  return make("li", finding.fixed ? "fixed" : finding.severity,
    make("div", "head", make("b", "", makeLink(`/rules/${encodeURIComponent(finding.rule)}`, finding.rule), ` ${words(finding.name.replaceAll("-", " "))}`)),
    make("p", "message", finding.message),
    make("p", "fine", `${finding.suppressed ? "waived" : finding.severity}, in ${count(finding.times, "review")}, `, first, last));
}

const SVG = "http://www.w3.org/2000/svg";
const draw = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** Violations of each review as bars, the oldest at the left; a finding less is a bar that is shorter. */
export function chart(reviews) {
  const done = reviews.filter((stored) => stored.facts).reverse();
  const [width, height, step] = [Math.max(done.length * 22, 22), 90, 22];
  const highest = Math.max(1, ...done.map((stored) => SEVERITIES.reduce((sum, one) => sum + (stored.facts.counts[one] ?? 0), 0)));
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", class: "chart",
    "aria-label": `Violations in ${count(done.length, "review")}, the oldest first` });
  done.forEach((stored, place) => {
    let y = height;
    const bar = draw("g", {});
    const title = draw("title", {});
    title.textContent = `${new Date(stored.created).toLocaleString()}: ${SEVERITIES.map((one) => `${stored.facts.counts[one] ?? 0} ${one}`).join(", ")}`;
    bar.append(title, draw("rect", { x: place * step, y: 0, width: step, height, fill: "transparent" }));
    for (const severity of SEVERITIES) {
      const tall = ((stored.facts.counts[severity] ?? 0) / highest) * (height - 4);
      y -= tall;
      if (tall) bar.append(draw("rect", { x: place * step + 3, y, width: step - 6, height: tall, class: severity }));
    }
    if (y === height) bar.append(draw("rect", { x: place * step + 3, y: height - 3, width: step - 6, height: 3, class: "good" }));
    svg.append(bar);
  });
  return svg;
}
