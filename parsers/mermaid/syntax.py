"""Flowchart text to statements. A line that makes no sense is noted, and reading goes on with the next."""

import re
from bisect import bisect_right
from dataclasses import replace

from parsers.errors import TooLarge
from parsers.mermaid import tokens
from parsers.mermaid.statements import Flowchart, Link, Misread, Subgraph, Vertex
from parsers.mermaid.tokens import Unreadable, skip_blanks

MOST_NODES = 50_000
MOST_LINKS = 100_000
DEEPEST_SUBGRAPH = 64

FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n((?:(?!---).*\n)*)---[ \t]*(?:\n|\Z)")
TITLE = re.compile(r"^title:[ \t]*(.*)$", re.MULTILINE)
HEADER = re.compile(
    r"(?:flowchart|graph)(?:-elk)?(?:[ \t]+(?:TB|TD|BT|RL|LR|[<>^v]))?[ \t]*(?=[;\n]|%%|\Z|\s)"
)
IGNORED = re.compile(
    r"accDescr\s{0,9}\{[^}]{0,5000}\}|(?:classDef|style|linkStyle|click|direction|accTitle|accDescr)\b[^\n;]*"
)
CLASS = re.compile(r"class[ \t]([^\n;]*)")
SUBGRAPH = re.compile(r"subgraph\b")
END = re.compile(r"end\b[ \t]*(?=[;\n]|%%|\Z)")
SUBGRAPH_WITH_ID = re.compile(r"([\w./-]+)[ \t]*(?=\[)")


def parse(text: str, filename: str = "") -> Flowchart:
    """The statements of a flowchart. Raises TooLarge beyond MOST_NODES, MOST_LINKS or DEEPEST_SUBGRAPH."""
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n"), filename).flowchart()


class _Reader:
    """Reads on from one position; never goes back."""

    def __init__(self, text: str, filename: str) -> None:
        self._text, self._filename, self._at = text, filename, 0
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._vertices: dict[str, Vertex] = {}
        self._links: list[Link] = []
        self._subgraphs: list[Subgraph] = []
        self._taken: set[str] = set()
        self._open: list[str] = []
        self._classes: dict[str, list[str]] = {}
        self._misread: list[Misread] = []
        self._title = ""

    def flowchart(self) -> Flowchart:
        self._front_matter()
        while self._next_statement():
            try:
                self._statement()
            except Unreadable as fault:
                self._note(fault)
        vertices = tuple(
            replace(
                vertex, classes=tuple(dict.fromkeys((*vertex.classes, *self._classes.get(vertex.id, ()))))
            )
            for vertex in self._vertices.values()
        )
        subgraphs = tuple(
            replace(subgraph, classes=tuple(self._classes.get(subgraph.id, ())))
            for subgraph in self._subgraphs
        )
        return Flowchart(self._title, vertices, tuple(self._links), subgraphs, tuple(self._misread))

    def _front_matter(self) -> None:
        if match := FRONT_MATTER.match(self._text):
            self._at = match.end()
            if title := TITLE.search(match[1]):
                self._title = title[1].strip().strip("\"'")

    def _next_statement(self) -> bool:
        """Go to the next statement, past separators and comments."""
        while self._at < len(self._text):
            if self._text.startswith("%%", self._at):
                self._at = tokens.end_of_line(self._text, self._at)
            elif self._text[self._at] == ";" or self._text[self._at].isspace():
                self._at += 1
            else:
                return True
        return False

    def _statement(self) -> None:
        for pattern, act in (
            (SUBGRAPH, self._begin_subgraph),
            (END, self._end_subgraph),
            (CLASS, self._give_class),
            (IGNORED, None),
            (HEADER, None),
        ):
            if match := pattern.match(self._text, self._at):
                self._at = match.end()
                if act is not None:
                    act(match)
                return
        self._chain()
        self._expect_end()

    def _begin_subgraph(self, match: re.Match[str]) -> None:
        line = self._line(match.start())
        start = skip_blanks(self._text, self._at)
        if named := SUBGRAPH_WITH_ID.match(self._text, start):
            shaped = tokens.shape(self._text, named.end())
            title, id_ = (shaped[1] if shaped else ""), named[1]
            self._at = shaped[2] if shaped else named.end()
        else:
            end = min(tokens.end_of_line(self._text, start), self._find(";", start))
            title = self._text[start:end].strip()
            id_, self._at = tokens.clean(title), end
        self._open_subgraph(id_, tokens.clean(title), line)

    def _open_subgraph(self, id_: str, title: str, line: int) -> None:
        if len(self._open) >= DEEPEST_SUBGRAPH:
            raise TooLarge(
                f"subgraphs are nested more than {DEEPEST_SUBGRAPH} deep.", file=self._filename, line=line
            )
        free = id_ and id_ not in self._taken
        unique = id_ if free else f"{id_ or 'subgraph'}@{line}.{len(self._subgraphs)}"
        self._taken.add(unique)
        self._subgraphs.append(Subgraph(unique, title, line, self._open[-1] if self._open else None))
        self._open.append(unique)

    def _end_subgraph(self, match: re.Match[str]) -> None:
        if not self._open:
            raise Unreadable(match.start(), "no subgraph is open that this could end")
        self._open.pop()

    def _give_class(self, match: re.Match[str]) -> None:
        words = match[1].split()
        if len(words) < 2:
            raise Unreadable(match.start(), "nodes and the name of a class were expected here")
        for id_ in "".join(words[:-1]).split(","):
            self._classes.setdefault(id_, []).append(words[-1])

    def _chain(self) -> None:
        """`a & b --> c -- words --> d`"""
        here = self._nodes()
        while True:
            start = skip_blanks(self._text, self._at)
            if match := tokens.LINK_ID.match(self._text, start):
                start = match.end()
            token = tokens.link(self._text, start)
            if token is None:
                return
            self._at = tokens.skip_space(self._text, token.end)
            there = self._nodes()
            self._join(here, there, token, self._line(start))
            here = there

    def _join(self, sources: list[str], targets: list[str], token: tokens.LinkToken, line: int) -> None:
        if token.style == "invisible":
            return
        if len(self._links) + len(sources) * len(targets) > MOST_LINKS:
            raise TooLarge(f"there are more than {MOST_LINKS} links.", file=self._filename, line=line)
        self._links += [
            Link(source, target, line, token.heads, token.style, token.label)
            for source in sources
            for target in targets
        ]

    def _nodes(self) -> list[str]:
        """`a & b`"""
        found = [self._node()]
        while self._text.startswith("&", start := skip_blanks(self._text, self._at)):
            self._at = tokens.skip_space(self._text, start + 1)
            found.append(self._node())
        return found

    def _node(self) -> str:
        """`orders[(DynamoDB: Orders)]:::flagged`, or `orders@{ shape: cyl }`."""
        line = self._line(self._at)
        id_, self._at = tokens.node_id(self._text, self._at)
        given: dict[str, str] = {}
        shaped = tokens.shape(self._text, self._at)
        if shaped:
            self._at = shaped[2]
        elif self._text.startswith("@{", self._at):
            given, self._at = tokens.attributes(self._text, self._at)
        classes = []
        while match := tokens.CLASS.match(self._text, self._at):
            classes.append(match[1])
            self._at = match.end()
        label = tokens.clean(shaped[1]) if shaped else given.pop("label", None)
        shape = shaped[0] if shaped else given.pop("shape", "")
        self._remember(Vertex(id_, line, label, shape, None, tuple(classes), given))
        return id_

    def _remember(self, vertex: Vertex) -> None:
        """A node may be mentioned often: the last label counts, and the first subgraph it is mentioned in."""
        before = self._vertices.get(vertex.id)
        if before is None:
            if len(self._vertices) >= MOST_NODES:
                raise TooLarge(
                    f"there are more than {MOST_NODES} nodes.", file=self._filename, line=vertex.line
                )
            before = Vertex(vertex.id, vertex.line)
        self._vertices[vertex.id] = Vertex(
            vertex.id,
            before.line,
            before.label if vertex.label is None else vertex.label,
            vertex.shape or before.shape,
            before.subgraph or (self._open[-1] if self._open else None),
            (*before.classes, *vertex.classes),
            {**before.attributes, **vertex.attributes},
        )

    def _expect_end(self) -> None:
        at = skip_blanks(self._text, self._at)
        if at < len(self._text) and self._text[at] not in ";\n" and not self._text.startswith("%%", at):
            raise Unreadable(at, "a link or the end of the line was expected here")
        self._at = at

    def _note(self, fault: Unreadable) -> None:
        """Note what was not understood and go on with the next line."""
        end = tokens.end_of_line(self._text, fault.position)
        line = self._line(fault.position)
        column = fault.position - self._line_starts[line - 1] + 1
        self._misread.append(Misread(line, column, self._text[fault.position : end][:200], fault.why))
        self._at = max(end, self._at)

    def _line(self, position: int) -> int:
        return bisect_right(self._line_starts, position)

    def _find(self, what: str, start: int) -> int:
        found = self._text.find(what, start)
        return len(self._text) if found < 0 else found
