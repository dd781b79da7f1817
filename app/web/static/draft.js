// The text in the editor, kept in this tab until it is closed.

const KEY = "diagram-lens-draft";

export const draft = () => sessionStorage.getItem(KEY);

export function keepDraft(text) {
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    // A text beyond what the tab may keep is only kept while the page is open.
  }
}
