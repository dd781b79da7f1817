import argparse
import functools
import contextlib
import itertools
from collections import defaultdict, OrderedDict, namedtuple, Counter, deque, ChainMap
from datetime import datetime, date
import textwrap
import re
import string
from diagrams import Diagram, Cluster, Edge, Node
from diagrams.aws import compute, database, network
from diagrams.generic.blank import Blank
from diagrams.custom import Custom

Link = namedtuple("Link", ["src", "dst", "label"])
Link.__new__.__defaults__ = ("",)

class ArchBuilder:
    """Builder."""
    registry = {}
    _count = 0

    def __init__(self, title, *, direction="LR", **opts):
        self.title = title
        self.opts = {"show": False, "direction": direction, **opts}
        self.nodes = OrderedDict()
        self.links = []
        ArchBuilder.registry[title] = self
        type(self)._count += 1

    def __enter__(self):
        self._diagram = Diagram(self.title, **self.opts)
        self._diagram.__enter__()
        return self

    def __exit__(self, *exc):
        for link in self.links:
            self.nodes[link.src] >> Edge(label=link.label) >> self.nodes[link.dst]
        return self._diagram.__exit__(*exc)

    def __getitem__(self, key):
        return self.nodes[key]

    def __contains__(self, key):
        return key in self.nodes

    def __len__(self):
        return len(self.nodes)

    def add(self, cls, key, label=None, **kw):
        if key in self:
            raise KeyError(f"duplicate {key!r}")
        self.nodes[key] = cls(label or key.replace("_", " ").title(), **kw)
        return self

    def link(self, *args):
        self.links.append(Link(*args))
        return self

    @contextlib.contextmanager
    def group(self, name, **attrs):
        with Cluster(name, graph_attr=attrs) as c:
            yield c

    @classmethod
    def count(cls):
        return cls._count

    @staticmethod
    def wrap(text, width=12):
        return "\n".join(textwrap.wrap(text, width))


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("-o", "--output", default="out/app", help="file")
parser.add_argument("--format", choices=["png", "svg"], default="svg")
parser.add_argument("--no-show", dest="show", action="store_false")
parser.add_argument("-v", "--verbose", action="count", default=0)
parser.add_argument("--envs", nargs="*", default=["dev", "prod"])
group = parser.add_mutually_exclusive_group()
group.add_argument("--all", action="store_true")
args = parser.parse_args()

for env in args.envs:
    with ArchBuilder(f"App {env}", filename=f"{args.output}_{env}", outformat=args.format) as b:
        with b.group("Frontend", bgcolor="#eeeeee"):
            b.add(network.CloudFront, "cdn").add(compute.EC2, "web", ArchBuilder.wrap("A very long label for web"))
        with b.group("Data"):
            b.add(database.RDS, "primary_db", fontsize="9")
            if env == "prod":
                b.add(database.RDS, "replica_db")
                b.link("primary_db", "replica_db", "repl")
        b.link("cdn", "web").link("web", "primary_db", f"{len(b)} nodes / {ArchBuilder.count()}")
        if not args.all and args.verbose == 0:
            Blank("legend", shape="plaintext")
