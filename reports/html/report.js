// The page works without this script; with it, findings and picture light each other up.

const SMALLEST = 1 / 40;
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

/** One picture that can be moved and zoomed by its view box. */
class Picture {
  constructor(canvas) {
    this.canvas = canvas;
    this.svg = canvas.querySelector("svg");
    const { x, y, width, height } = this.svg.viewBox.baseVal;
    this.whole = this.#withoutLegend({ x, y, width, height });
    this.svg.removeAttribute("width");
    this.svg.removeAttribute("height");
    canvas.style.aspectRatio = `${this.whole.width} / ${this.whole.height}`;
    this.fit();
    this.#listen();
  }

  /** The lists beside the picture say what the legend below it says; without it the drawing is larger. */
  #withoutLegend(box) {
    const legend = this.svg.querySelector(".legend");
    const { y, height } = legend?.getBBox() ?? { y: 0, height: 0 };
    if (!height || y < box.y + box.height / 4) return box;
    legend.setAttribute("display", "none");
    return { ...box, height: y - box.y - 4 };
  }

  fit() {
    this.view = { ...this.whole };
    this.#draw();
  }

  zoom(factor, x = this.view.x + this.view.width / 2, y = this.view.y + this.view.height / 2) {
    const width = Math.min(Math.max(this.view.width * factor, this.whole.width * SMALLEST), this.whole.width * 2);
    const scale = width / this.view.width;
    this.view = { x: x - (x - this.view.x) * scale, y: y - (y - this.view.y) * scale, width, height: this.view.height * scale };
    this.#draw();
  }

  move(x, y) {
    this.view.x += x * this.view.width;
    this.view.y += y * this.view.height;
    this.#draw();
  }

  /** Light the nodes, connections and marks of a finding; nothing: all as it was. */
  light(wanted) {
    for (const lit of all(".lit", this.svg)) lit.classList.remove("lit");
    const found = Object.entries(wanted ?? {}).flatMap(([name, ids]) =>
      ids.flatMap((id) => all(`[${name}="${CSS.escape(id)}"]`, this.svg)));
    for (const element of found) element.classList.add("lit");
    this.svg.classList.toggle("choosing", found.length > 0);
    this.#bringIntoView(found.filter((element) => !element.closest(".legend")));
  }

  #bringIntoView(elements) {
    const frame = this.canvas.getBoundingClientRect();
    const boxes = elements.map((element) => element.getBoundingClientRect()).filter((seen) => seen.width || seen.height);
    const isInside = (seen) =>
      seen.left >= frame.left && seen.right <= frame.right && seen.top >= frame.top && seen.bottom <= frame.bottom;
    if (!boxes.every(isInside)) this.fit();
  }

  #draw() {
    const { x, y, width, height } = this.view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }

  #at(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
  }

  #listen() {
    let before = null;
    this.svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = this.#at(event);
      this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at.x, at.y);
    }, { passive: false });
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.isPrimary) { before = event; this.moved = false; }
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (!before || !event.isPrimary) return;
      if (!this.moved && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 4) return;
      if (!this.moved) this.svg.setPointerCapture(event.pointerId);
      this.moved = true;
      this.svg.classList.add("moving");
      const from = this.#at(before);
      const to = this.#at(event);
      this.view.x -= to.x - from.x;
      this.view.y -= to.y - from.y;
      before = event;
      this.#draw();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.svg.addEventListener(end, () => { before = null; this.svg.classList.remove("moving"); });
    }
    const keys = {
      "+": () => this.zoom(1 / 1.3), "=": () => this.zoom(1 / 1.3), "-": () => this.zoom(1.3), 0: () => this.fit(),
      ArrowLeft: () => this.move(-0.1, 0), ArrowRight: () => this.move(0.1, 0),
      ArrowUp: () => this.move(0, -0.1), ArrowDown: () => this.move(0, 0.1),
    };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
  }
}

/** One diagram: its picture and the lists beside it. */
class Sheet {
  constructor(section) {
    this.section = section;
    this.picture = new Picture(section.querySelector(".canvas"));
    this.items = all(".findings > li", section);
    this.chosen = null;
    for (const item of this.items) item.querySelector(".pick").addEventListener("click", () => this.choose(item));
    for (const button of all("[data-zoom]", section)) button.addEventListener("click", () => this.#zoom(button.dataset.zoom));
    this.#makePickable();
  }

  choose(item) {
    this.chosen = this.chosen === item ? null : item;
    for (const each of this.items) {
      each.classList.toggle("lit", each === this.chosen);
      each.querySelector(".pick").setAttribute("aria-expanded", String(each === this.chosen));
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

  #zoom(how) {
    if (how === "fit") this.picture.fit();
    else this.picture.zoom(how === "in" ? 1 / 1.3 : 1.3);
  }

  #makePickable() {
    const subjects = new Set(this.items.flatMap((item) => JSON.parse(item.dataset.nodes)));
    const { svg } = this.picture;
    for (const node of all("[data-node-id]", svg)) node.classList.toggle("subject", subjects.has(node.dataset.nodeId));
    for (const badge of all(".badge[data-fingerprint]", svg)) {
      badge.setAttribute("tabindex", "0");
      badge.setAttribute("role", "button");
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
const tabs = all("[role=tab]");

function show(index) {
  sheets.forEach((sheet, place) => { sheet.section.hidden = place !== index; });
  tabs.forEach((tab, place) => {
    tab.setAttribute("aria-selected", String(place === index));
    tab.tabIndex = place === index ? 0 : -1;
  });
}

tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => show(index));
  tab.addEventListener("keydown", (event) => {
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (!tabs[next]) return;
    event.preventDefault();
    show(next);
    tabs[next].focus();
  });
});
if (tabs.length > 0) {
  const first = sheets.findIndex((sheet) => sheet.items.length > 0);
  show(Math.max(first, 0));
}

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
