// The token that a server may ask for. It stays in this tab and goes to this server only.

import { byId } from "./elements.js";

const KEY = "diagram-lens-token";
let asking = null;

export const token = () => sessionStorage.getItem(KEY) ?? "";

/** Forget a token that was refused, unless there is a newer one by now. */
export function forgetToken(refused) {
  if (token() === refused) sessionStorage.removeItem(KEY);
}

/** Ask for a token, once for all who wait; throws where the dialog is closed without one. */
export function askForToken(reason) {
  if (token()) return Promise.resolve();
  asking ??= ask(reason).finally(() => { asking = null; });
  return asking;
}

function ask(reason) {
  const dialog = byId("sign-in");
  byId("sign-in-reason").textContent = reason ?? "";
  byId("token").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve, reject) => {
    dialog.addEventListener("close", () => {
      const given = byId("token").value.trim();
      byId("token").value = "";
      if (dialog.returnValue !== "use" || !given) return reject(new Error("This server asks for a token."));
      sessionStorage.setItem(KEY, given);
      return resolve();
    }, { once: true });
  });
}
