// Pictures that can be moved and zoomed, and the tabs over several of them.

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

/** The picture of a section, with the buttons beside it at work. */
function zoomable(section) {
  const picture = new Picture(section.querySelector(".canvas"));
  const buttons = { fit: () => picture.fit(), in: () => picture.zoom(1 / 1.3), out: () => picture.zoom(1.3) };
  for (const button of all("[data-zoom]", section)) button.addEventListener("click", buttons[button.dataset.zoom]);
  return picture;
}

/** Show one section at a time, the one at `first` to begin with; without tabs all of them. */
function tabbed(sections, first) {
  const tabs = all("[role=tab]");
  const show = (index) => {
    sections.forEach((section, place) => { section.hidden = place !== index; });
    tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === index));
      tab.tabIndex = place === index ? 0 : -1;
    });
  };
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
  if (tabs.length > 0) show(first);
}

