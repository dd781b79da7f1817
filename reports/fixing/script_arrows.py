"""The arrows of a script as they are written: chains of operands and operators, and how one piece is written anew."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from reports.fixing.script_source import NoPatch, Place, Source

SIGNS: dict[type[ast.operator], str] = {ast.RShift: ">>", ast.LShift: "<<", ast.Sub: "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two operands that are no Edge: `a >> Edge(...) >> b`. `place` is its last operator's."""

    left: ast.expr
    signs: tuple[str, ...]
    edge: ast.expr | None
    right: ast.expr
    place: Place


@dataclass(frozen=True, slots=True)
class Chain:
    """A statement that draws arrows and does nothing else."""

    statement: ast.Expr
    pieces: tuple[Piece, ...]


def chains(source: Source) -> Iterator[Chain]:
    """Every statement of the script that is a chain of operators over operands."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.BinOp):
            found = _flattened(source, node.value)
            if found is not None:
                pieces = tuple(_pieces(*found))
                if pieces:
                    yield Chain(node, pieces)


def _flattened(source: Source, value: ast.expr) -> tuple[list[ast.expr], list[tuple[str, Place]]] | None:
    """Operands and operators from left to right; None where others stand among them."""
    operands: list[ast.expr] = []
    signs: list[tuple[str, Place]] = []
    while isinstance(value, ast.BinOp):
        sign = SIGNS.get(type(value.op))
        if sign is None or isinstance(value.right, ast.BinOp):
            return None
        operands.append(value.right)
        signs.append((sign, _operator_at(source, value, sign)))
        value = value.left
    return [value, *operands[::-1]], signs[::-1]


def _operator_at(source: Source, value: ast.BinOp, sign: str) -> Place:
    start, end = source.span(value.left)[1], source.span(value.right)[0]
    return source.place(start + source.text[start:end].find(sign))


def _pieces(operands: list[ast.expr], signs: list[tuple[str, Place]]) -> Iterator[Piece]:
    number = 0
    while number < len(signs):
        left, (sign, place), right = operands[number], signs[number], operands[number + 1]
        if is_edge(right) and number + 1 < len(signs):
            last, place = signs[number + 1]
            yield Piece(left, (sign, last), right, operands[number + 2], place)
            number += 2
        else:
            yield Piece(left, (sign,), None, right, place)
            number += 1


def is_edge(operand: ast.expr) -> bool:
    """Whether an operand is an `Edge(...)`."""
    if not isinstance(operand, ast.Call):
        return False
    name = operand.func.attr if isinstance(operand.func, ast.Attribute) else getattr(operand.func, "id", "")
    return name == "Edge"


def items(operand: ast.expr) -> list[ast.expr]:
    """The operand itself, or what a list of them holds."""
    return list(operand.elts) if isinstance(operand, ast.List | ast.Tuple) else [operand]


def written(source: Source, piece: Piece, left: str, right: str, edge: str | None = None) -> str:
    """A piece with these operands; `edge` stands in place of its own Edge."""
    between = edge if edge is not None else source.words(piece.edge) if piece.edge is not None else ""
    if not between:
        return f"{left} {piece.signs[0]} {right}"
    return f"{left} {piece.signs[0]} {between} {piece.signs[-1]} {right}"


def is_repeatable(operand: ast.expr) -> bool:
    """Whether an operand may be written twice: names, and parts of what names hold."""
    if isinstance(operand, ast.List | ast.Tuple):
        return all(is_repeatable(item) for item in operand.elts)
    if isinstance(operand, ast.Subscript):
        return is_repeatable(operand.value) and isinstance(operand.slice, ast.Constant)
    if isinstance(operand, ast.Attribute):
        return is_repeatable(operand.value)
    return isinstance(operand, ast.Name)


def joined(source: Source, pieces: tuple[Piece, ...]) -> str:
    """A run of pieces as it was written."""
    if not pieces:
        raise NoPatch("nothing is left of its line")
    return source.text[source.span(pieces[0].left)[0] : source.span(pieces[-1].right)[1]]
