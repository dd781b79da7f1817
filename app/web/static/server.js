// Talking to the server: problem documents become errors, a missing token is asked for once.

import { askForToken, forgetToken, token } from "./sign_in.js";

const API = "/api/v1";

/** The answer to a request below /api/v1. Throws an Error with the problem document in `problem`. */
export async function ask(path, options = {}) {
  for (;;) {
    const used = token();
    const headers = { ...options.headers, ...(used && { Authorization: `Bearer ${used}` }) };
    const answer = await fetch(API + path, { ...options, headers }).catch(() => {
      throw new Error("The server cannot be reached.");
    });
    if (answer.ok || answer.status === 304) return answer;
    const problem = await answer.json().catch(() => ({ title: "The server did not answer as expected." }));
    if (answer.status !== 401) throw Object.assign(new Error(problem.detail || problem.title), { problem });
    forgetToken(used);
    await askForToken(problem.detail);
  }
}

export const askJson = async (path, options) => (await ask(path, options)).json();

/** Send a value as JSON. */
export const send = (method, path, value, headers = {}) =>
  askJson(path, { method, body: JSON.stringify(value), headers: { "Content-Type": "application/json", ...headers } });

/** Send a file in the field `diagram`, with other fields beside it. */
export function upload(path, file, parameters = {}, options = {}) {
  const body = new FormData();
  body.append("diagram", file, file.name);
  const query = new URLSearchParams(parameters);
  return ask(query.size ? `${path}?${query}` : path, { method: "POST", body, ...options });
}

/** What is read of an answer, and what to know about it that cannot be told in it. */
async function noted(answer, read) {
  const { headers } = answer;
  return { content: await answer[read](), note: decodeURIComponent(headers.get("Diagram-Lens-Note") ?? "") };
}

/** A diagram that is reviewed and forgotten: the file itself goes with every question. */
export function passing(file) {
  const reviewed = (format, parameters = {}) => upload("/reviews", file, { format, ...parameters });
  return {
    name: file.name,
    review: async () => (await reviewed("json")).json(),
    picture: async (page) => noted(await reviewed("svg", { page: String(page + 1) }), "text"),
    fixedPicture: async (page) => (await upload("/fixes", file, { format: "svg", page: String(page + 1) })).text(),
    download: async (format, page) => {
      if (format === "fixed") return noted(await upload("/fixes", file, { format: "drawio" }), "blob");
      return noted(await reviewed(format, ["svg", "png"].includes(format) ? { page: String(page + 1) } : {}), "blob");
    },
  };
}

const REVIEW = (id) => `/reviews/${encodeURIComponent(id)}`;
const FILES = {
  json: "review.json", markdown: "report.md", sarif: "report.sarif", drawio: "annotated.drawio", svg: "annotated.svg",
  png: "annotated.png", html: "annotated.html",
};

/** A review that is kept: its files are asked for by its id. */
export function kept(stored) {
  const file = (format, page) => {
    const query = ["svg", "png"].includes(format) ? `?page=${page + 1}` : "";
    return ask(`${REVIEW(stored.id)}/${FILES[format]}${query}`);
  };
  return {
    name: stored.filename,
    formats: Object.keys(FILES),
    review: async () => (await file("json")).json(),
    picture: async (page) => noted(await file("svg", page), "text"),
    download: async (format, page) => noted(await file(format, page), "blob"),
  };
}

/** Keep a review of a file; gives it as soon as it is over, or after a few seconds while it still goes on. */
export const keep = async (file, project, diagram) =>
  (await upload("/reviews", file, { project, ...(diagram && { diagram }), wait: "10" })).json();

/** A kept review once it is over; `onState` hears of every state on the way. */
export async function whenOver(id, onState = () => {}) {
  for (let pause = 200; ; pause = Math.min(pause * 1.5, 3_000)) {
    const stored = await askJson(REVIEW(id));
    onState(stored);
    if (stored.state === "done" || stored.state === "failed") return stored;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
