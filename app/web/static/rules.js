// The list of rules, narrowed down as one types.

import { byId } from "./elements.js";

const rules = [...document.querySelectorAll("[data-words]")];
const groups = [...document.querySelectorAll("[data-group]")];

function narrow() {
  const wanted = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const rule of rules) rule.hidden = !wanted.every((word) => rule.dataset.words.includes(word));
  for (const group of groups) group.hidden = !group.querySelector("[data-words]:not([hidden])");
  byId("none").hidden = rules.some((rule) => !rule.hidden);
}

byId("search").addEventListener("input", narrow);
narrow();
