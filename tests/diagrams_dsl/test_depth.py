"""How deep a script nests: short statements are not looked into, and the answer is that of looking everywhere."""

import ast
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.diagrams_dsl import Limits
from parsers.diagrams_dsl.syntax import LEAVES, parse
from parsers.errors import TooLarge

FORMS = ("-{}", "~{}", "not {}", "{},", "[{}]", "{{*{}}}", "f({})", "f(*{})", "f(k={})", "x[{}]", "x[{}:]")
FORMS += (
    "{}.a",
    "{}()",
    "x >> {}",
    "{} >> x",
    "{}<x",
    "(lambda:{})",
    "(lambda a={}:a)",
    "[a for a in {}]",
    "{{a:{}}}",
)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda form, one: form.format(f"({one})" if one[-1] == "," else one), st.sampled_from(FORMS), inner
    )


expressions = st.recursive(st.just("x"), nested, max_leaves=12)
statements = st.builds(
    str.format, st.sampled_from(("{}", "a = {}", "if a:\n    {}", "def f():\n  return {}")), expressions
)


def parts(node: ast.AST) -> Iterator[object]:
    """What nests one level deeper; operators in a row are one level."""
    while isinstance(node, ast.BinOp):
        yield node.right
        node = node.left
    for name, value in ast.iter_fields(node):
        if name not in {"ctx", "op", "ops", "names"}:
            yield from value if isinstance(value, list) else [value] if isinstance(value, ast.AST) else []


def levels(node: object) -> int:
    if type(node) in LEAVES or not isinstance(node, ast.AST):
        return 0
    return 1 + max(map(levels, below)) if (below := list(parts(node))) else 0


def refused(text: str, depth: int) -> bool:
    try:
        parse(text, Limits(syntax_depth=depth))
    except TooLarge:
        return True
    return False


@given(statements)
def test_a_script_is_refused_from_its_own_depth_on(text):
    deepest = levels(ast.parse(text))

    assert refused(text, deepest)
    assert not refused(text, deepest + 1)


@pytest.mark.parametrize("form", ["-{}", "({},)", "[{}]", "f({})", "{}.a"])
def test_a_short_line_that_nests_too_deep_is_refused(form):
    text = "x"
    for _ in range(60):
        text = form.format(text)

    assert refused(text, 60)
    assert not refused(text, 70)
