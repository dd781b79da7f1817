// The page works without this script; with it, findings and picture light each other up.

/** One diagram: its picture and the lists beside it. */
class Sheet {
  constructor(section) {
    this.section = section;
    this.picture = zoomable(section);
    this.items = all(".findings > li", section);
    this.chosen = null;
    for (const item of this.items) item.querySelector(".pick").addEventListener("click", () => this.choose(item));
    this.#makePickable();
  }

  choose(item) {
    this.chosen = this.chosen === item ? null : item;
    for (const each of this.items) {
      each.classList.toggle("lit", each === this.chosen);
      each.querySelector(".pick").setAttribute("aria-expanded", String(each === this.chosen));
    }
    for (const badge of all(".badge[aria-pressed]", this.picture.svg)) {
      badge.setAttribute("aria-pressed", String(badge.dataset.fingerprint === this.chosen?.dataset.fingerprint));
    }
    this.picture.light(this.chosen && {
      "data-node-id": JSON.parse(this.chosen.dataset.nodes),
      "data-connection-id": JSON.parse(this.chosen.dataset.connections),
      "data-fingerprint": [this.chosen.dataset.fingerprint],
    });
  }

  filter(isWanted) {
    for (const item of this.items) item.hidden = !isWanted(item);
    const gone = new Set(this.items.filter((item) => item.hidden).map((item) => item.dataset.fingerprint));
    for (const mark of all("[data-fingerprint]", this.picture.svg)) mark.classList.toggle("out", gone.has(mark.dataset.fingerprint));
    for (const list of all(".list", this.section)) {
      const items = all(".findings > li", list);
      const none = list.querySelector(".none");
      none.hidden = items.length === 0 || items.some((item) => !item.hidden);
    }
    if (this.chosen?.hidden) this.choose(this.chosen);
  }

  #makePickable() {
    const subjects = new Set(this.items.flatMap((item) => JSON.parse(item.dataset.nodes)));
    const { svg } = this.picture;
    for (const node of all("[data-node-id]", svg)) node.classList.toggle("subject", subjects.has(node.dataset.nodeId));
    svg.setAttribute("role", "group"); // an image would keep its badges from those who do not see it
    for (const badge of all(".badge[data-fingerprint]", svg)) {
      badge.setAttribute("tabindex", "0");
      badge.setAttribute("role", "button");
      badge.setAttribute("aria-pressed", "false");
      badge.setAttribute("aria-label", badge.querySelector("title")?.textContent ?? "");
    }
    svg.addEventListener("click", (event) => { if (!this.picture.moved) this.#pick(event.target); });
    svg.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.#pick(event.target);
    });
  }

  #pick(target) {
    const mark = target.closest("[data-fingerprint]")?.dataset.fingerprint;
    const node = target.closest("[data-node-id]")?.dataset.nodeId;
    const about = this.items.filter((item) => !item.hidden && (mark
      ? item.dataset.fingerprint === mark
      : node !== undefined && JSON.parse(item.dataset.nodes).includes(node)));
    const next = about[(about.indexOf(this.chosen) + 1) % about.length] ?? this.chosen;
    if (next) this.choose(next);
    this.chosen?.scrollIntoView({ block: "nearest" });
  }
}

const sheets = all(".sheet").map((section) => new Sheet(section));
tabbed(sheets.map((sheet) => sheet.section), Math.max(sheets.findIndex((sheet) => sheet.items.length > 0), 0));

const boxes = all("[data-filter]");
const clear = document.getElementById("clear");

function filter() {
  const wanted = new Map();
  for (const box of boxes.filter((each) => each.checked)) {
    wanted.set(box.dataset.filter, [...(wanted.get(box.dataset.filter) ?? []), box.value]);
  }
  const isWanted = (item) => [...wanted].every(([name, values]) => values.includes(item.dataset[name]));
  for (const sheet of sheets) sheet.filter(isWanted);
  const items = sheets.flatMap((sheet) => sheet.items);
  const left = items.filter((item) => !item.hidden).length;
  clear.hidden = wanted.size === 0;
  document.getElementById("shown").textContent = wanted.size ? `${left} of ${items.length} findings` : "";
}

if (window.innerWidth < 700) document.querySelector(".filters")?.removeAttribute("open");
for (const box of boxes) box.addEventListener("change", filter);
clear?.addEventListener("click", () => {
  for (const box of boxes) box.checked = false;
  filter();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const sheet of sheets) if (sheet.chosen) sheet.choose(sheet.chosen);
});

window.addEventListener("beforeprint", () => {
  for (const sheet of sheets) sheet.picture.fit();
  for (const details of all("details")) details.open = true;
});
