// The page works without this script; with it, pictures can be moved and zoomed.

const sections = all(".sheet");
const pictures = sections.map(zoomable);
tabbed(sections, 0);

window.addEventListener("beforeprint", () => {
  for (const picture of pictures) picture.fit();
});
