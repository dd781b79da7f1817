// The annotated picture: safely taken in, panned, zoomed, and lit.

const SVG = "http://www.w3.org/2000/svg";
const ALLOWED = new Set(
  "svg title desc defs symbol g rect path circle ellipse line polyline polygon text tspan image use marker clipPath a".split(" "),
);

/** On a canvas narrower than this (in pixels) the picture zooms to what is lit. */
const NARROW = 600;

/** The SVG in `text` as an element of this document, without anything that could run or load. */
export function takeIn(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = parsed.documentElement;
  if (root.namespaceURI !== SVG || root.localName !== "svg") throw new Error("The answer is no SVG.");
  for (const element of [...root.querySelectorAll("*")]) {
    if (element.namespaceURI !== SVG || !ALLOWED.has(element.localName)) element.remove();
    else cleanAttributes(element);
  }
  return document.importNode(root, true);
}

function cleanAttributes(element) {
  for (const { name, value } of [...element.attributes]) {
    const local = name.toLowerCase();
    const isLink = local === "href" || local.endsWith(":href");
    const isSafeLink = value.startsWith("#") || value.startsWith("data:image/");
    if (local.startsWith("on") || local === "style" || (isLink && !isSafeLink)) element.removeAttribute(name);
  }
}

/** A canvas that shows one SVG at a time. `onPick` gets the fingerprint or node id that was chosen. */
export class Picture {
  constructor(canvas, onPick) {
    this.canvas = canvas;
    this.onPick = onPick;
    this.svg = null;
    this.pointers = new Map();
    this.#listenToKeys();
  }

  show(svg) {
    this.svg = svg;
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.setAttribute("preserveAspectRatio", "xMidYMid meet");
    this.canvas.replaceChildren(svg);
    this.whole = withoutLegend(svg);
    this.fit();
    this.#listen();
    this.#makeMarksReachable();
  }

  say(text) {
    this.svg = null;
    const line = document.createElement("p");
    line.textContent = text;
    this.canvas.replaceChildren(line);
  }

  /** The number of each finding in the picture's legend, by fingerprint. */
  numbers() {
    const found = new Map();
    for (const badge of this.#marks(".entry")) {
      const number = Number.parseInt(badge.querySelector("text")?.textContent ?? "", 10);
      const known = found.has(badge.dataset.fingerprint);
      if (Number.isInteger(number) && !known) found.set(badge.dataset.fingerprint, number);
    }
    return found;
  }

  /** Light these nodes, connections and marks; everything else steps back. Nothing given: all as it was. */
  light({ nodes = [], connections = [], fingerprints = [] } = {}) {
    if (!this.svg) return;
    for (const lit of this.svg.querySelectorAll(".lit")) lit.classList.remove("lit");
    const wanted = [
      ...nodes.map((id) => ["data-node-id", id]),
      ...connections.map((id) => ["data-connection-id", id]),
      ...fingerprints.map((id) => ["data-fingerprint", id]),
    ];
    const found = wanted.flatMap(([name, id]) => [...this.svg.querySelectorAll(`[${name}="${CSS.escape(id)}"]`)]);
    for (const element of found) element.classList.add("lit");
    this.svg.classList.toggle("choosing", found.length > 0);
    if (found.length > 0) this.#bringIntoView(found);
  }

  mark(nodeIds) {
    for (const element of this.svg?.querySelectorAll("[data-node-id]") ?? []) {
      element.classList.toggle("subject", nodeIds.has(element.dataset.nodeId));
    }
  }

  zoom(factor, x = this.view.x + this.view.width / 2, y = this.view.y + this.view.height / 2) {
    const width = Math.min(Math.max(this.view.width * factor, this.whole.width / 40), this.whole.width * 2);
    const scale = width / this.view.width;
    this.view = {
      x: x - (x - this.view.x) * scale,
      y: y - (y - this.view.y) * scale,
      width,
      height: this.view.height * scale,
    };
    this.#draw();
  }

  fit() {
    this.view = { ...this.whole };
    this.#draw();
  }

  #draw() {
    const { x, y, width, height } = this.view;
    this.svg?.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }

  #marks(selector = "") {
    return this.svg ? [...this.svg.querySelectorAll(`${selector}[data-fingerprint]`)] : [];
  }

  #makeMarksReachable() {
    for (const mark of this.#marks(".badge")) {
      mark.setAttribute("tabindex", "0");
      mark.setAttribute("role", "button");
    }
  }

  #bringIntoView(elements) {
    const drawn = elements.filter((element) => !element.closest(".legend"));
    const boxes = drawn.map((element) => element.getBoundingClientRect()).filter((seen) => seen.width || seen.height);
    const frame = this.canvas.getBoundingClientRect();
    const isInside = (seen) =>
      seen.left >= frame.left && seen.right <= frame.right && seen.top >= frame.top && seen.bottom <= frame.bottom;
    if (frame.width < NARROW && boxes.length > 0) this.#zoomTo(boxes);
    else if (!boxes.every(isInside)) this.fit();
  }

  #zoomTo(boxes) {
    const from = this.#toPicture({
      clientX: Math.min(...boxes.map((seen) => seen.left)),
      clientY: Math.min(...boxes.map((seen) => seen.top)),
    });
    const to = this.#toPicture({
      clientX: Math.max(...boxes.map((seen) => seen.right)),
      clientY: Math.max(...boxes.map((seen) => seen.bottom)),
    });
    const width = Math.max((to.x - from.x) * 1.3, this.whole.width / 3);
    const height = Math.max((to.y - from.y) * 1.3, this.whole.height / 3);
    this.view = { x: (from.x + to.x - width) / 2, y: (from.y + to.y - height) / 2, width, height };
    this.#draw();
  }

  #listen() {
    const { svg } = this;
    let moved = false;
    svg.addEventListener("click", (event) => {
      if (!moved) this.#pick(event.target);
    });
    svg.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.#pick(event.target);
    });
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = this.#toPicture(event);
      this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at.x, at.y);
    }, { passive: false });
    svg.addEventListener("pointerdown", (event) => {
      moved = false;
      this.pointers.set(event.pointerId, event);
    });
    svg.addEventListener("pointermove", (event) => {
      const before = this.pointers.get(event.pointerId);
      if (!before || this.pointers.size !== 1) return;
      if (!moved && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 4) return;
      if (!moved) svg.setPointerCapture(event.pointerId);
      moved = true;
      svg.classList.add("moving");
      const from = this.#toPicture(before);
      const to = this.#toPicture(event);
      this.view.x -= to.x - from.x;
      this.view.y -= to.y - from.y;
      this.pointers.set(event.pointerId, event);
      this.#draw();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, (event) => {
        this.pointers.delete(event.pointerId);
        svg.classList.remove("moving");
      });
    }
  }

  #move(x, y) {
    this.view.x += x * this.view.width;
    this.view.y += y * this.view.height;
    this.#draw();
  }

  #listenToKeys() {
    const keys = {
      "+": () => this.zoom(1 / 1.3), "=": () => this.zoom(1 / 1.3), "-": () => this.zoom(1.3), 0: () => this.fit(),
      ArrowLeft: () => this.#move(-0.1, 0), ArrowRight: () => this.#move(0.1, 0),
      ArrowUp: () => this.#move(0, -0.1), ArrowDown: () => this.#move(0, 0.1),
    };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key] || !this.svg) return;
      event.preventDefault();
      keys[event.key]();
    });
  }

  #toPicture(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
  }

  #pick(target) {
    const mark = target.closest("[data-fingerprint]");
    if (mark) return this.onPick({ fingerprint: mark.dataset.fingerprint });
    const node = target.closest("[data-node-id]");
    return this.onPick({ node: node?.dataset.nodeId ?? null });
  }
}

/** What to show at first. The lists say what the legend below the drawing says; without it the drawing is larger. */
function withoutLegend(svg) {
  const whole = svg.viewBox.baseVal ? box(svg.viewBox.baseVal) : { x: 0, y: 0, width: 100, height: 100 };
  const legend = svg.querySelector(".legend");
  const { y, height } = legend?.getBBox() ?? { y: 0, height: 0 };
  if (!height || y < whole.y + whole.height / 4) return whole;
  legend.setAttribute("display", "none");
  return { ...whole, height: y - whole.y - 4 };
}

function box({ x, y, width, height }) {
  return { x, y, width, height };
}
