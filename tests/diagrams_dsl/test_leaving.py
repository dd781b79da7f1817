"""Scripts that look whether their drawing is there, and scripts that give up: nothing ends without a word."""

import pytest

from parsers.diagrams_dsl import diagnostics, interpret, read
from parsers.errors import EmptyDiagram

HEAD = "import os, shutil, sys\nfrom pathlib import Path\nfrom diagrams import Diagram, Node\n"
TWO = HEAD + "for n in 'ab':\n    with Diagram(n, show=False, filename='out/' + n): Node(n)\n"


@pytest.mark.parametrize(
    "look",
    [
        "if not os.path.exists('out/' + n + '.png'): sys.exit(1)",
        "if not Path('out', n).with_suffix('.png').is_file(): raise SystemExit('not rendered')",
        "assert os.path.isfile(f'out/{n}.png') and not os.path.exists(f'out/{n}.svg')",
        "print(Path(f'out/{n}.png').stat().st_size // 1024, os.path.getsize(f'out/{n}.png'))",
        "assert [p.name for p in Path('out').glob('*.png')][-1] == n + '.png'",
        "assert n + '.png' in os.listdir('out')",
        "data = Path(f'out/{n}.png').read_bytes(); print(len(data), data.hex())",
        "open(f'out/{n}.png', 'rb').read().startswith(b'x')",
        "Path('icons').mkdir(); assert Path('icons').is_dir() and not Path('icons').is_file()",
        "os.makedirs('x/y'); assert os.path.isdir('x') and os.path.exists('x/y')",
        "Path('i.png').write_bytes(b'x'); assert Path('i.png').exists()",
        "open('i.txt', 'w').write('x'); assert os.path.exists('i.txt')",
        "from urllib.request import urlretrieve; urlretrieve('u', 'i.png'); assert Path('i.png').is_file()",
        "os.rename(f'out/{n}.png', 'z.png'); assert os.path.exists('z.png')",
        "shutil.copy(f'out/{n}.png', 'y.png'); assert os.path.exists('y.png')",
        "os.remove(f'out/{n}.png'); assert not os.path.exists(f'out/{n}.png')",
        "assert not Path('nothing').exists() and not os.path.exists('out/none.png')",
        "if shutil.which('dot') is None: sys.exit('graphviz is missing')",
        "if not os.path.exists('/usr/bin/dot'): sys.exit(1)",
    ],
)
def test_what_was_drawn_or_written_is_there(look: str) -> None:
    script = interpret((TWO + f"    {look}\n").encode(), "script.py")
    assert [diagram.name for diagram in script.diagrams] == ["a", "b"]
    assert script.error is None
    assert script.complete, script.remarks


@pytest.mark.parametrize(
    ("leave", "how"),
    [
        ("sys.exit(1)", "with the code 1"),
        ("raise SystemExit('no icons')", 'saying "no icons"'),
        ("exit(2)", "with the code 2"),
    ],
)
def test_giving_up_is_told_with_its_line(leave: str, how: str) -> None:
    script = interpret((TWO + leave).encode(), "script.py")
    assert len(script.diagrams) == 2
    (told,) = script.remarks
    assert (told.code, told.place.line) == (diagnostics.STOPPED, 6)
    assert how in told.message
    assert not script.complete
    assert script.error is None


@pytest.mark.parametrize("leave", ["sys.exit()", "sys.exit(0)", "raise SystemExit", "sys.exit(None)"])
def test_leaving_well_is_no_news(leave: str) -> None:
    script = interpret((TWO + leave).encode(), "script.py")
    assert script.complete
    assert script.remarks == ()


def test_where_giving_up_leaves_nothing_drawn_its_line_is_named() -> None:
    text = (
        HEAD
        + "if not Path('icons').exists():\n    sys.exit('run from the root')\n"
        + "with Diagram('d'): pass"
    )
    with pytest.raises(EmptyDiagram) as empty:
        read(text.encode(), "script.py")
    assert empty.value.line == 5
    assert (
        empty.value.problem == 'the script draws nothing: it gives up in line 5, saying "run from the root".'
    )


def test_functions_that_nothing_calls_are_named_where_nothing_is_drawn() -> None:
    text = "from diagrams import Diagram as D\n\ndef create(name):\n    with D(name): pass\n"
    with pytest.raises(EmptyDiagram) as empty:
        read(text.encode(), "script.py")
    assert empty.value.line == 3
    assert empty.value.problem == (
        "the script draws no Diagram. `create` in line 3 draws, but nothing calls it."
    )
    text += "class Maker:\n    def draw(self):\n        with D('x'): pass\n"
    with pytest.raises(EmptyDiagram) as empty:
        read(text.encode(), "script.py")
    assert empty.value.problem.endswith(
        "`create` in line 3 and `Maker.draw` in line 6 draw, but nothing calls them."
    )


def test_a_function_that_was_called_and_one_that_only_calls_others_are_not_named() -> None:
    text = HEAD + (
        "def draw():\n    with Diagram('x'): pass\n\n"
        "def tried():\n    sys.exit(1)\n    with Diagram('x'): pass\n\n"
        "def main():\n    draw()\n\ntried()\n"
    )
    with pytest.raises(EmptyDiagram) as empty:
        read(text.encode(), "script.py")
    assert empty.value.problem == (
        "the script draws nothing: it gives up in line 8, with the code 1."
        " `draw` in line 4 draws, but nothing calls it."
    )
    assert "line 8" in empty.value.problem
    assert empty.value.line == 8
