"""Scripts that want out, or want everything: each ends in a named limit or a harmless reading, quickly."""

import resource
from pathlib import Path

import pytest

from parsers.diagrams_dsl import interpret, read
from parsers.errors import BrokenScript, EmptyDiagram, TooLarge, UnreadableDiagram
from tests.yardstick import at_most

HEAD = "from diagrams import Diagram, Node, Cluster, Edge\nfrom diagrams.aws.compute import EC2\n"
DRAWING = HEAD + 'with Diagram("d", show=False):\n    a = EC2("a")\n'

BOMBS = {
    "endless loop": "while True: pass",
    "endless loop that draws": 'with Diagram("d"):\n    while True: EC2("x")',
    "endless edges": 'with Diagram("d"):\n    a = EC2("x")\n    while True: a >> a',
    "endless clusters": 'with Diagram("d"):\n    while True: Cluster("c")',
    "endless diagrams": 'while True:\n    with Diagram("d"): pass',
    "edges of large lists": 'with Diagram("d"):\n    x = [EC2("x") for i in range(900)]\n    for n in x: n >> x',
    "pairs of large lists": 'with Diagram("d"):\n    x = [EC2("x") for i in range(900)]\n    x >> x',
    "doubling a text": 's = "x"\nwhile True: s += s',
    "doubling a list": "s = [1]\nwhile True: s += s",
    "extending a list by itself": "s = [1]\nwhile True: s.extend(s)",
    "appending while iterating": "s = [1]\nfor x in s: s.append(x)",
    "repeating a text": 'x = "x" * 10**10',
    "repeating a list": "x = [0] * 10**10",
    "repeating a tuple": "x = (0,) * 10**10",
    "power": "x = 9**9**9",
    "power bit by bit": "x = 3\nwhile True: x = x * x",
    "shift": "x = 1 << 10**10",
    "factorial": "x = 1\nfor i in range(1, 10**6): x *= i",
    "left padding": 'x = "x".ljust(10**10)',
    "zero filling": 'x = "x".zfill(10**10)',
    "centring": 'x = "x".center(10**10)',
    "tabs": r'x = ("\t" * 1000).expandtabs(10**9)',
    "replace": 's = "x" * 1000\nwhile True: s = s.replace("x", s)',
    "join": 's = "x" * 1000\nfor i in range(9): s = s.join(list(s))',
    "format width": 'x = f"{1:999999999}"',
    "format precision": 'x = f"{1.5:.999999999f}"',
    "nested format width": 'x = "{:{}}".format(1, 10**9)',
    "percent width": 'x = "%999999999d" % 1',
    "percent star": 'x = "%*d" % (10**9, 1)',
    "range to list": "x = list(range(10**10))",
    "range to tuple": "x = tuple(range(10**10))",
    "range to set": "x = set(range(10**10))",
    "unpacking a range": "x = [*range(10**10)]",
    "sum of a range": "x = sum(range(10**10))",
    "comprehension": "x = [i for i in range(10**10)]",
    "nested comprehension": "x = [1 for a in range(999) for b in range(999) for c in range(999)]",
    "recursion": "def f(): f()\nf()",
    "mutual recursion": "f = lambda: g()\ng = lambda: f()\nf()",
    "exponential recursion": "def f(n): return 1 if n < 1 else f(n - 1) + f(n - 1)\nf(60)",
    "generators inside generators": "def f():\n    yield from f()\nlist(f())",
    "properties": "class A:\n    @property\n    def x(self): return self.x\nA().x",
    "getattr": "class A:\n    def __getattr__(self, name): return getattr(self, name + 'x')\nA().x",
    "str of itself": "class A:\n    def __str__(self): return str(self)\nstr(A())",
    "tuple of tuples as a key": "t = ()\nfor i in range(60): t = (t, t)\nd = {t: 1}",
    "equality of shared lists": "a = b = []\nfor i in range(60): a, b = [a, a], [b, b]\na == b",
    "text of shared lists": "a = []\nfor i in range(60): a = [a, a]\nx = str(a)",
    "copy of shared lists": "import copy\na = []\nfor i in range(60): a = [a, a]\nx = copy.deepcopy(a)",
    "product": "import itertools\nx = list(itertools.product(range(99), repeat=60))",
    "permutations": "import itertools\nfor p in itertools.permutations(range(60)): pass",
    "cycle": "import itertools\nfor p in itertools.cycle([1]): pass",
    "count": "import itertools\nx = list(itertools.count())",
    "endless __iter__": "class A:\n    def __getitem__(self, i): return i\nx = list(A())",
    "sorting": "x = sorted(range(10**9))",
    "searching a long text": 's = "a" * 900000\nfor i in range(10**6): "b" in s',
    "comparing long texts": 's = "a" * 900000\nfor i in range(10**6): s == s[:-1] + "a"',
    "removing from the front": "s = list(range(500000))\nwhile s: s.pop(0); s.insert(0, 1)",
    "exceptions for ever": "def f():\n    try: f()\n    finally: f()\nf()",
    "attributes for ever": "class A: pass\na = A()\ni = 0\nwhile True:\n    i += 1\n    setattr(a, str(i), i)",
    "context managers for ever": "class A:\n    def __enter__(self):\n        with A(): pass\n    def __exit__(self, *a): pass\nwith A(): pass",
    "edge attributes doubled": 'e = Edge(label="x" * 900000)\nwith Diagram("d"):\n    while True: [EC2("a")] >> e',
    "attributes of the unknown": "import other\nx = other\nwhile True: x = x.a",
    "items of the unknown": "import other\nx = other\nwhile True: x = x['k']",
    "many parts of the unknown": "import other\nfor i in range(10**6): getattr(other, f'a{i}')",
    "edges to the unknown": "import other\nwith Diagram('d'):\n    while True: EC2('x') >> other.f()",
    "lists inside lists that draw": "with Diagram('d'):\n    x = [EC2('x')]\n    for i in range(60): x = [x, x]\n    x >> x",
    "files that are written": "for i in range(10**6): open(f'f{i}', 'w')",
    "patterns of files": "from pathlib import Path\nfor i in range(9999): open('a' * 100 + str(i), 'w')\nwhile True: Path('.').glob('*a*a*a*b')",
    "defaults of an edge": "Edge._default_edge_attrs = {str(i): 'x' for i in range(9999)}\nwith Diagram('d'):\n    a = EC2('x')\n    while True: a >> a",
    "members of a module": "import diagrams.aws.compute as c\nwhile True: vars(c)",
    "subgraphs": "with Diagram('d') as d:\n    while True: d.dot.subgraph()",
    "json": 'import json\nx = json.loads("[" * 100000)',
    "pow with modulus": "x = pow(10**1000, 10**1000, 10**999 + 1)",
    "many decimals": "x = int('9' * 10**5)",
}

HARMLESS = {
    "subclasses": "x = ().__class__.__bases__[0].__subclasses__()",
    "globals of a function": "def f(): pass\nf.__globals__['os'].system('touch HERE')",
    "code of a function": "def f(): pass\nf.__code__.co_consts",
    "closure of a function": "(lambda: 0).__closure__",
    "builtins by name": "__builtins__['open']('HERE', 'w')",
    "generator frames": "g = (i for i in [1])\ng.gi_frame.f_back.f_globals",
    "generator code": "def g(): yield\ng().gi_code",
    "traceback frames": "try: 1 / 0\nexcept Exception as e: e.__traceback__.tb_frame.f_globals['x']",
    "async frames": "async def c(): pass\nc().cr_frame.f_globals",
    "format traversal": '"{0.__class__.__mro__[1].__subclasses__}".format(1)',
    "format traversal by index": '"{0[__class__]}".format({})',
    "format map traversal": '"{x.__init__.__globals__}".format_map({"x": Node})',
    "percent traversal": '"%(__class__)s" % {}',
    "getattr with a dunder": 'getattr(1, "__cl" + "ass__").__subclasses__()',
    "type with three arguments": 'type("X", (object,), {"__del__": lambda self: 1})()',
    "method of a builtin": "print.__self__.open('HERE', 'w')",
    "method of str": "''.join.__self__.__class__.__base__.__subclasses__()",
    "setting a class": "a.__class__ = Diagram\na.__dict__['x'] = 1",
    "attributes of the library": "Node.__init__.__globals__['os']",
    "library defaults": "Diagram._default_graph_attrs['pad'] = 'evil'\nCluster._default_graph_attrs.clear()",
    "a library method": "Node.__init__ = lambda *a, **k: None\nDiagram.render = None",
    "graphviz": "d = Diagram('x')\nd.dot.render('HERE')\nd.dot.graph_attr.__class__.__mro__",
    "os": "import os\nos.system('touch HERE')\nos.popen('touch HERE').read()\nos.remove('HERE')",
    "os by another name": "import posix\nposix.system('touch HERE')",
    "subprocess": "import subprocess\nsubprocess.run(['touch', 'HERE'], check=True)",
    "import by name": "__import__('os').system('touch HERE')",
    "importlib": "import importlib\nimportlib.import_module('os').system('touch HERE')",
    "importlib loader": "import importlib.util\nimportlib.util.find_spec('os').loader.load_module()",
    "sys modules": "import sys\nsys.modules['os'].system('touch HERE')",
    "through a module": "import random\nrandom._os.system('touch HERE')\nimport json\njson.codecs.builtins.open",
    "through pathlib": "from pathlib import Path\nPath('HERE').write_text('x')\nPath('/etc/passwd').read_text().x",
    "reading a file": "x = open('/etc/passwd').read()\nNode(x)",
    "reading the environment": "import os\nNode(os.environ['SECRET_OF_THE_HOST'])",
    "writing a file": "open('HERE', 'w').write('x')",
    "network": "import urllib.request\nurllib.request.urlretrieve('http://127.0.0.1:1/x', 'HERE')",
    "sockets": "import socket\nsocket.create_connection(('127.0.0.1', 1))",
    "eval": "eval('1 + 1')\nexec('import os')\ncompile('1', 'x', 'exec')",
    "ctypes": "import ctypes\nctypes.string_at(0)",
    "pickle": "import pickle\npickle.loads(b'x')",
    "yaml objects": "import yaml\nx = yaml.load('!!python/object/apply:os.system [touch HERE]', Loader=yaml.UnsafeLoader)",
    "finalizers": "class A:\n    def __del__(self): open('HERE', 'w')\nA()",
    "hash and equality": "class A:\n    def __hash__(self): return 1 / 0\n    def __eq__(self, o): return 1 / 0\nd = {A(): 1, A(): 2}",
    "custom icons of the host": "from diagrams.custom import Custom\nCustom('x', '/etc/passwd')",
    "icons by URL": "from diagrams.custom import Custom\nCustom('x', 'http://127.0.0.1:1/x.png')",
    "names of ours": "a.native.diagram.instance\na.fields\na.cls.namespace",
    "super with a scope": "super(**{'scope': 5})",
    "keywords of ours": "Node('x', machine=1, self=2)\nprint(machine=3)\ndict(machine=4, self=5)",
    "decorator of ours": "from functools import partial\npartial(print, machine=1)(2)",
    "cycles": "x = []\nx.append(x)\nprint(x, str(x), x == x)\ny = {}\ny['y'] = y\nstr(y)",
    "huge exception": "raise ValueError('x' * 100000)",
    "text at the end": "class A:\n    def __str__(self):\n        while True: pass\nd = Diagram('x')\nd.dot.graph_attr['k'] = A()\nd.name = A()",
    "body of a graph": "d = Diagram('x')\nd.dot.body = ['compound ' + ' ' * 900000] * 100000",
    "crossroads": "from diagrams.generic.blank import Blank\nj = Blank('')\nx = [EC2('x') for i in range(2000)]\nx >> j\nj >> x",
    "unknown classes": "from diagrams.aws.compute import (" + ", ".join(f"X{i}Y" for i in range(5000)) + ")",
    "interrupt": "raise KeyboardInterrupt",
    "system exit in a function": "def f(): raise SystemExit(3)\nf()",
}


def peak_kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def ending_of(text: str) -> str:
    """How the reading of a script ended: in a limit with its line, in an error of the script, or well."""
    try:
        script = interpret(text.encode(), "bomb.py")
    except TooLarge as error:
        return (
            f"TooLarge in line {error.line}: {error.problem}"
            if error.line and "more than" in error.problem
            else "?"
        )
    return "well" if script.error is None else f"Error {script.error}"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("bomb", BOMBS, ids=str)
def test_a_bomb_ends_in_a_named_limit_soon_and_within_200_megabytes(bomb: str) -> None:
    before = peak_kilobytes()
    with at_most(100):
        assert ending_of(HEAD + BOMBS[bomb]).startswith(("TooLarge", "Error"))
    assert peak_kilobytes() - before < 200_000


@pytest.mark.parametrize("attack", HARMLESS, ids=str)
def test_an_attack_reads_harmlessly(attack: str, tmp_path: Path) -> None:
    lines = HARMLESS[attack].replace("HERE", str(tmp_path / "HERE")).split("\n")
    text = DRAWING + "\n".join(f"    {line}" for line in lines)
    with at_most(60):
        reading = read(text.encode(), "attack.py")
    assert list(tmp_path.iterdir()) == []
    assert reading.diagrams[0].graph.all_services[0].label == "a"
    drawn = " ".join(node.label for node in reading.diagrams[0].graph.all_nodes)
    assert "root:" not in drawn
    assert not any(
        str(tmp_path.parent.parent) in one.message for one in reading.diagnostics if "HERE" not in one.message
    )


def test_one_script_cannot_change_what_the_next_one_sees() -> None:
    evil = DRAWING + "    " + HARMLESS["library defaults"].replace("\n", "\n    ")
    evil += "\n    EC2._icon = 'x'\n    EC2.evil = 1\n    ValueError.evil = 1\n    import os\n    os.environ['PATH'] = 'evil'"
    interpret(evil.encode(), "evil.py")
    after = (
        DRAWING
        + "    import os\n    Node(os.environ['PATH'] + str(hasattr(EC2, 'evil') or hasattr(ValueError, 'evil')))"
    )
    script = interpret(after.encode(), "after.py")
    assert script.diagrams[0].graph_attributes["pad"] == "2.0"
    assert script.diagrams[0].nodes[1].label == "/usr/bin:/binFalse"


@pytest.mark.parametrize(
    "text",
    [
        "x" + ".x" * 20_000,
        "1" + "+1" * 50_000,
        "(" * 100_000,
        "[" * 90 + "]" * 90 + "\n" + "-" * 50_000 + "1",
        "x = " + "lambda: " * 5_000 + "1",
        "\n".join("    " * depth + "if 1:" for depth in range(99)) + "\n" + "    " * 99 + "pass",
        "x" * 600_000,
    ],
    ids=["attributes", "sums", "brackets", "signs", "lambdas", "blocks", "bytes"],
)
def test_source_that_is_nested_or_long_is_refused_or_read_soon(text: str) -> None:
    with at_most(100), pytest.raises(UnreadableDiagram) as refused:
        read(
            (DRAWING.replace("a = ", "") + text).encode() if "if 1" not in text else text.encode(), "deep.py"
        )
    assert isinstance(refused.value, TooLarge | BrokenScript | EmptyDiagram)
