// One reviewed diagram: its picture, its findings and its numbers, each lighting up the other.

import { busy, byId, complain, count, makeButton, save, settle, words } from "./elements.js";
import { Filters, listFindings, showNotes, showNumbers, withCode } from "./findings.js";
import { Picture, takeIn } from "./picture.js";

const FORMATS = { drawio: "draw.io", diagrams: "diagrams script", mermaid: "Mermaid flowchart" };
const ENDINGS = {
  drawio: ".annotated.drawio", svg: ".annotated.svg", png: ".annotated.png", pdf: ".annotated.pdf", html: ".annotated.html",
  fixed: ".fixed.drawio", markdown: ".review.md", sarif: ".sarif", json: ".review.json",
};

/** The part of the page below `#result`. It shows one source at a time: something with a name that can be asked
 * for `review()`, `picture(page)` and `download(format, page)`. */
export class ReviewView {
  constructor() {
    this.picture = new Picture(byId("canvas"), (picked) => this.#pickInPicture(picked));
    this.filters = new Filters(byId("filters"), () => this.#refresh());
    this.chosen = null;
    this.source = null;
    this.review = null;
    this.page = 0;
    this.#listen();
  }

  /** Show a source that has been reviewed. `page` is the index of the diagram to open, else the worst. */
  async show(source, review, page = review.findings[0]?.diagram ?? 0) {
    const again = this.source?.name === source.name && page < review.diagrams.length;
    Object.assign(this, { source, review, chosen: null });
    if (!again) this.filters.reset();
    byId("result").hidden = false;
    byId("result-title").textContent = review.file;
    byId("facts").textContent = facts(review);
    showNumbers(review, byId("share"), byId("layers"), byId("pillars"));
    this.#showTabs();
    await this.showPage(page);
  }

  async showPage(page) {
    this.page = page;
    this.chosen = null;
    this.#offerFixes(false);
    [...byId("pages").children].forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === page));
      tab.tabIndex = place === page ? 0 : -1;
    });
    this.#showLists();
    const { source } = this;
    byId("canvas").classList.add("loading");
    tell("");
    try {
      const { content, note } = await source.picture(page);
      if (this.source !== source || this.page !== page) return;
      this.picture.show(takeIn(content));
      tell(note);
      this.picture.mark(new Set(this.#findingsHere().flatMap((finding) => finding.subjects)));
      this.#showLists();
    } catch (error) {
      if (this.source === source && this.page === page) this.picture.say(`No picture: ${error.message}`);
    } finally {
      byId("canvas").classList.remove("loading");
    }
  }

  /** Show the page with the remedies drawn in, or as it is with its findings. */
  async showFixes(wanted) {
    if (!wanted) return this.showPage(this.page);
    const { source, page } = this;
    byId("canvas").classList.add("loading");
    try {
      const text = await source.fixedPicture(page);
      if (this.source !== source || this.page !== page) return undefined;
      this.picture.show(takeIn(text));
      this.#offerFixes(true);
    } catch (error) {
      complain(error);
    } finally {
      byId("canvas").classList.remove("loading");
    }
    return undefined;
  }

  #offerFixes(shown) {
    byId("fixes").hidden = !this.source.fixedPicture || !this.#findingsHere().some((finding) => groupOf(finding) === "open");
    byId("fixes").setAttribute("aria-pressed", String(shown));
  }

  /** Called with the finding that is lit, or null. */
  onChoice() {}

  #findingsHere() {
    return this.review.findings.filter((finding) => finding.diagram === this.page);
  }

  #showTabs() {
    const { diagrams, findings } = this.review;
    byId("pages").hidden = diagrams.length < 2;
    byId("pages").replaceChildren(...diagrams.map(({ name }, page) => {
      const open = findings.filter((finding) => finding.diagram === page && finding.verdict !== "not_shown").length;
      const title = name || `Diagram ${page + 1}`;
      const tab = makeButton("", () => this.showPage(page), open ? `${title} (${open})` : title);
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", "panel");
      tab.addEventListener("keydown", (event) => this.#moveTab(event, page));
      return tab;
    }));
  }

  #moveTab(event, page) {
    const last = byId("pages").children.length - 1;
    const to = { ArrowRight: page + 1, ArrowLeft: page - 1, Home: 0, End: last }[event.key];
    const tab = byId("pages").children[to];
    if (!tab) return;
    event.preventDefault();
    tab.focus();
    this.showPage(to);
  }

  #showLists() {
    const diagram = this.review.diagrams[this.page];
    const names = new Map(diagram.nodes.map((node) => [node.id, nameOf(node)]));
    const numbers = this.picture.numbers();
    const here = this.#findingsHere();
    const visible = here.filter((finding) => this.filters.passes(finding));
    const show = (list, group) => listFindings(byId(list), visible.filter((one) => groupOf(one) === group), names, numbers,
      (finding) => this.#choose(finding));
    this.filters.list(here);
    show("findings", "open");
    show("not-shown", "silent");
    show("waived", "waived");
    byId("silence").hidden = !visible.some((finding) => groupOf(finding) === "silent");
    byId("waivers").hidden = !visible.some((finding) => groupOf(finding) === "waived");
    const open = here.filter((finding) => groupOf(finding) === "open");
    const hidden = open.length - byId("findings").children.length;
    byId("nothing").hidden = open.length > 0 && hidden === 0;
    byId("nothing").classList.toggle("good", open.length === 0);
    byId("nothing").textContent = open.length === 0
      ? "Nothing in this diagram contradicts the lens." : `${count(hidden, "finding")} hidden by the filters.`;
    showNotes(byId("notes"), byId("notes-list"), this.review, diagram);
  }

  #refresh() {
    this.#showLists();
    this.#light();
  }

  #choose(finding) {
    this.chosen = this.chosen === finding ? null : finding;
    this.#light();
  }

  #light() {
    const { chosen } = this;
    for (const entry of document.querySelectorAll(".findings li")) {
      const isChosen = entry.dataset.fingerprint === chosen?.fingerprint;
      entry.classList.toggle("lit", isChosen);
      entry.querySelector(".pick").setAttribute("aria-expanded", String(isChosen));
    }
    this.onChoice(chosen);
    if (!chosen) return this.picture.light();
    const path = chosen.path ?? [];
    return this.picture.light({
      nodes: [...chosen.subjects, ...path.filter((_, position) => position % 2 === 0)],
      connections: path.filter((_, position) => position % 2 === 1),
      fingerprints: [chosen.fingerprint],
    });
  }

  #pickInPicture({ fingerprint, node }) {
    const about = this.#findingsHere()
      .filter((finding) => finding.fingerprint === fingerprint || finding.subjects.includes(node))
      .filter((finding) => this.filters.passes(finding));
    this.chosen = about[(about.indexOf(this.chosen) + 1) % about.length] ?? null;
    this.#light();
    document.querySelector(".findings li.lit")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  #listen() {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.chosen) return;
      this.chosen = null;
      this.#light();
    });
    byId("zoom-in").addEventListener("click", () => this.picture.zoom(1 / 1.3));
    byId("zoom-out").addEventListener("click", () => this.picture.zoom(1.3));
    byId("zoom-fit").addEventListener("click", () => this.picture.fit());
    byId("fixes").addEventListener("click", ({ target }) => this.showFixes(target.getAttribute("aria-pressed") !== "true"));
    for (const button of document.querySelectorAll("[data-download]")) {
      button.addEventListener("click", () => this.#download(button));
    }
  }

  async #download(button) {
    const format = button.dataset.download;
    button.disabled = true;
    settle();
    try {
      const { content, note } = await this.source.download(format, this.page);
      tell(note);
      save(content, this.source.name.replace(/\.[^.]*$/, "") + ENDINGS[format]);
    } catch (error) {
      complain(error);
    } finally {
      button.disabled = false;
      button.closest("details")?.removeAttribute("open");
    }
  }
}

/** Say below the picture what is to be known about it, or about the file that was taken home. */
function tell(note) {
  byId("picture-note").replaceChildren(...withCode(note));
  byId("picture-note").hidden = !note;
}

/** Have a source reviewed, telling what goes on; gives the review, or null after it has complained. */
export async function reviewed(source) {
  settle();
  busy(`Reviewing ${source.name} …`);
  try {
    return await source.review();
  } catch (error) {
    complain(error);
    return null;
  } finally {
    busy();
  }
}

function groupOf(finding) {
  if (finding.suppressed) return "waived";
  return finding.verdict === "not_shown" ? "silent" : "open";
}

function facts(review) {
  const nodes = review.diagrams.flatMap((diagram) => diagram.nodes).filter((node) => node.kind !== "boundary");
  const edges = review.diagrams.flatMap((diagram) => diagram.edges);
  return [
    FORMATS[review.format] ?? review.format,
    words(review.coverage.scenario),
    count(nodes.length, "service"),
    count(edges.length, "connection"),
    review.complete ? "" : "part of the file could not be read",
  ].filter(Boolean).join(" · ");
}

const nameOf = (node) => node.label.trim().split(/\s+/).join(" ") || node.service || words(node.boundary_kind ?? node.role ?? node.id);
