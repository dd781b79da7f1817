"""Labels, names of files and scripts that were written to be more than text stay text in what a fix writes."""

import ast
import re
import subprocess
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.fixing import fix, make_fix
from app.pipeline import Options
from reports.fixing.drawio_text import attribute, with_attribute, with_data
from reports.fixing.script_source import Source

HOSTILE = (
    '"); import os; os.system("x") #',
    'a\nimport os\nos.system("x")',
    '"""',
    "'''\\",
    "\u2028__import__('os')\u2029",
    "]]>--><script>alert(1)</script>",
    '"]\n click a "javascript:alert(1)"',
    "\u202egnp.exe",
    "\U0001f600",
    "\ud800",
    "x id='n3' source='n0' style='none'",
    "class",
)
KINDS = ("user", "api_gateway", "lambda", "sqs", "lambda", "s3")


def script(label: str) -> bytes:
    """Arrows that lead elsewhere and constructors that get variables, all of them called the same."""
    said = ascii(label)
    return f"""from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import Lambda
from diagrams.aws.general import User
from diagrams.aws.integration import SQS
from diagrams.aws.network import APIGateway
from diagrams.aws.storage import S3

with Diagram("shop"):
    with Cluster({said}):
        User({said}) >> Edge(label={said}) >> APIGateway({said}) >> Lambda({said}) >> SQS({said}) >> Lambda({said})
        User({said}) >> Edge(label={said}) >> S3({said})
""".encode()


def drawing(label: str) -> bytes:
    """The same as a drawing, with labels in double and in single quotation marks."""
    root = etree.Element("root")
    etree.SubElement(root, "mxCell", id="0")
    etree.SubElement(root, "mxCell", id="1", parent="0")
    for number, kind in enumerate(KINDS):
        style = f"shape=mxgraph.aws4.resourceIcon;html=1;resIcon=mxgraph.aws4.{kind};"
        node = etree.SubElement(
            root, "mxCell", id=f"n{number}", value=label, style=style, vertex="1", parent="1"
        )
        place = {"x": str(number * 200), "y": "100", "width": "60", "height": "60", "as": "geometry"}
        etree.SubElement(node, "mxGeometry", place)
    for number, (source, target) in enumerate(((0, 1), (1, 2), (2, 3), (3, 4), (0, 5))):
        ends = {"source": f"n{source}", "target": f"n{target}"}
        arrow = etree.SubElement(
            root, "mxCell", ends, id=f"e{number}", value=label, edge="1", style="html=1;", parent="1"
        )
        etree.SubElement(arrow, "mxGeometry", {"relative": "1", "as": "geometry"})
    page = etree.tostring(root, encoding="unicode")
    return f'<mxfile><diagram id="a" name="P"><mxGraphModel>{page}</mxGraphModel></diagram></mxfile>'.encode()


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_never_becomes_code_in_a_patched_script(label: str) -> None:
    data = script(label)
    made = fix(data, "shop.py", Options())
    tree = ast.parse(made.data)
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert made.changed
    ours = {"getdiagram", "getdiagram().dot.attr"}
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9]*", name) for name in called - ours)
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))
    assert not Counter(texts(ast.parse(data))) - Counter(texts(tree))


def texts(tree: ast.AST) -> list[str]:
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


@given(st.text(st.characters(codec=None)), st.sampled_from(["utf-8", "latin-1", "ascii", "cp1252"]))
def test_a_literal_means_the_same_text_in_every_encoding(text: str, encoding: str) -> None:
    source = Source(f"# coding: {encoding}\n".encode())
    written = source.literal(text)
    written.encode(encoding)
    assert ast.literal_eval(written) == text
    assert "\n" not in written


def test_a_script_in_an_old_encoding_takes_a_label_that_it_cannot_spell() -> None:
    data = b"# coding: latin-1\n" + script("caf\xe9 \u2026 \U0001f600")
    made = fix(data, "shop.py", Options())
    assert made.changed
    assert not Counter(texts(ast.parse(data))) - Counter(texts(ast.parse(made.data)))


@pytest.mark.parametrize("label", [one for one in HOSTILE if one.isprintable()], ids=ascii)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_label_never_becomes_markup_in_a_fixed_drawing(label: str, quote: str) -> None:
    data = drawing(label)
    if quote == "'":
        data = re.sub(
            rb'value="([^"]*)"',
            lambda found: b"value='%s'" % found[1].replace(b"'", b"&apos;").replace(b"&quot;", b'"'),
            data,
        )
    made = fix(data, "shop.drawio", Options(), ["SLS"])
    cells = etree.fromstring(made.data).iter("mxCell", "object")
    labels = Counter(cell.get("value") or cell.get("label") for cell in cells)
    assert made.changed
    assert labels[label] >= len(KINDS) + 4
    assert not etree.fromstring(made.data).xpath("//script | //@link | //@onload")


def test_an_attribute_is_never_found_inside_of_a_label() -> None:
    tag = """<mxCell value="x id='n3' style='none'" id="e1" style="html=1;"/>"""
    assert attribute(tag, "id") == "e1"
    changed = etree.fromstring(with_attribute(with_attribute(tag, "style", "a"), "source", "n1"))
    assert dict(changed.attrib) == {
        "value": "x id='n3' style='none'",
        "id": "e1",
        "style": "a",
        "source": "n1",
    }


def test_a_label_in_single_quotation_marks_stays_one_when_its_cell_is_wrapped() -> None:
    page = """<root><mxCell id='a' value='x" link="javascript:alert(1)' vertex='1'/></root>"""
    wrapped = etree.fromstring(with_data(page, "a", "dlq", "yes"))[0]
    assert dict(wrapped.attrib) == {"label": 'x" link="javascript:alert(1)', "dlq": "yes", "id": "a"}


@settings(max_examples=50)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1))
def test_a_patch_names_one_file_whatever_its_name_holds(name: str) -> None:
    patch = make_fix(script("shop"), f"{name}.py", Options(), ["SLS-REL-001"], "patch").decode()
    heads = [line for line in patch.split("\n") if line.startswith(("--- ", "+++ "))]
    assert len(heads) == 2


def test_git_applies_a_patch_of_a_file_with_line_ends_in_its_name(tmp_path) -> None:
    name = 'a\n+++ other\n"x.py'
    (tmp_path / name).write_bytes(script("shop"))
    (tmp_path / "fix.patch").write_bytes(make_fix(script("shop"), name, Options(), (), "patch"))
    subprocess.run(["git", "apply", "fix.patch"], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / name).read_bytes() == make_fix(script("shop"), name, Options(), (), "py")
