"""What can be wrong with an input, as something its author can act on.

```
UnreadableDiagram            base: the file, what is wrong, what to do
├── NotADiagram              no known container or notation in these bytes
├── EmptyDiagram             a container without a drawing
├── BrokenDiagram            a known container whose contents do not decode (deflate, base64, XML, PNG chunk)
├── ForbiddenContent         a DOCTYPE, an entity: refused before it is read
├── TooLarge                 a limit would be exceeded (bytes, inflated bytes, pages, cells, steps)
└── BrokenScript             a script that does not parse, with line and column
```
Things that are merely not understood are no errors: they are listed in `Reading.diagnostics` and in
`DiagramReading.unrecognised`.
"""


class UnreadableDiagram(Exception):  # noqa: N818 - a diagram that cannot be read; "Error" adds nothing
    """The input could not be read at all.

    `file` is the name as given, `problem` one sentence, `cure` what the author can do about it.
    """

    def __init__(
        self,
        problem: str,
        cure: str = "",
        *,
        file: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.problem, self.cure, self.file, self.line, self.column = problem, cure, file, line, column
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.file + "".join(f":{part}" for part in (self.line, self.column) if part is not None)
        return ": ".join(part for part in (place, self.problem) if part) + (
            f" {self.cure}" if self.cure else ""
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Picklable, so that it crosses from a worker process as itself."""
        return (_rebuild, (type(self), self.problem, self.cure, self.file, self.line, self.column))


def _rebuild(
    kind: type[UnreadableDiagram], problem: str, cure: str, file: str, line: int | None, column: int | None
) -> UnreadableDiagram:
    return kind(problem, cure, file=file, line=line, column=column)


class NotADiagram(UnreadableDiagram):
    """No known container or notation in these bytes."""


class EmptyDiagram(UnreadableDiagram):
    """A container without a drawing in it."""


class BrokenDiagram(UnreadableDiagram):
    """A known container whose contents do not decode."""


class ForbiddenContent(UnreadableDiagram):
    """Something a diagram never holds and an attack does: a DOCTYPE, an entity."""


class TooLarge(UnreadableDiagram):
    """A limit on bytes, pages, cells or steps would be exceeded."""


class BrokenScript(UnreadableDiagram):
    """A script that does not parse."""
