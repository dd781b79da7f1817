// Small words for the document. Everything that comes from a diagram is put in as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** An element with classes, text or children; what is null or undefined is left out. */
export function make(name, classes = "", ...children) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A button that does something. */
export function makeButton(classes, onClick, ...children) {
  const button = make("button", classes, ...children);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

/** A link within this server. */
export function makeLink(address, ...children) {
  const link = make("a", "", ...children);
  link.href = address;
  return link;
}

/** `violated_here` as people write it. */
export const words = (value) => value.replaceAll("_", " ");

/** "1 finding", "2 findings". */
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** A moment as people of this machine write it, the exact one on hovering. */
export function moment(value) {
  const element = make("time", "", new Date(value).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
  element.dateTime = value;
  element.title = value;
  return element;
}

/** Show `text` in the page's status line; none hides it. */
export function busy(text = "") {
  byId("status").replaceChildren(...(text ? [make("progress"), text] : []));
  byId("status").hidden = !text;
}

/** Show what went wrong, with its place and what to do. */
export function complain(error) {
  const { title = "That did not work", file, line, column } = error.problem ?? {};
  const where = file ? [file, line, column].filter((part) => part !== undefined && part !== null).join(":") : "";
  const sentence = where && !error.message.includes(file) ? `${where}: ${error.message}` : error.message;
  byId("problem").replaceChildren(make("strong", "", title), sentence);
  byId("problem").hidden = false;
}

export function settle() {
  byId("problem").hidden = true;
}

/** Hand a file to the browser's downloads. */
export function save(blob, name) {
  const link = make("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
