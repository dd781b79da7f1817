"""Own classes over the library's, and the methods that Python calls by itself."""

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.aws.compute import EC2, Lambda
from diagrams.custom import Custom


class Base:
    registry = []
    kind = EC2

    def __init_subclass__(cls, **keywords):
        Base.registry.append(cls.__name__)

    def __init__(self, name):
        self.name = name

    def __str__(self):
        return f"<{self.name}>"

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"

    def __len__(self):
        return len(self.name)

    def __eq__(self, other):
        return isinstance(other, Base) and self.name == other.name

    def __lt__(self, other):
        return self.name < other.name

    def __getitem__(self, index):
        return self.name[index]

    def __contains__(self, letter):
        return letter in self.name

    def __iter__(self):
        return iter(self.name)

    def __call__(self, label):
        return self.kind(f"{self.name}/{label}")

    def __add__(self, other):
        return Derived(self.name + other.name)

    def __getattr__(self, name):
        if name.startswith("make_"):
            return lambda: Node(name[5:])
        raise AttributeError(name)

    def __enter__(self):
        self.cluster = Cluster(self.name)
        self.cluster.__enter__()
        return self

    def __exit__(self, kind, value, trace):
        self.cluster.__exit__(kind, value, trace)
        return kind is not None and issubclass(kind, ValueError)


class Derived(Base):
    kind = Lambda

    def __init__(self, name, extra="x"):
        super().__init__(name + extra)

    @property
    def label(self):
        return self._label

    @label.setter
    def label(self, value):
        self._label = value.upper()


class Mixin:
    def shout(self):
        return super().shout() + "!"


class Quiet:
    def shout(self):
        return "hey"


class Loud(Mixin, Quiet):
    pass


class Api(Lambda):
    def __init__(self, label, **attrs):
        super().__init__(label=f"api {label}", **attrs)

    def calls(self, *others, via="http"):
        for other in others:
            self >> Edge(label=via) >> other
        return self


class Logo(Custom):
    def __init__(self, label):
        super().__init__(label, f"./icons/{label.lower()}.png", fontcolor="blue")


class Arrow(Edge):
    def __init__(self, label, **attrs):
        super().__init__(label=label, style="dotted", **attrs)


with Diagram("Classes", show=False):
    one, two = Base("one"), Derived("two")
    Node(
        f"{one} {two!r} {len(one)} {one == Base('one')} {sorted([two, one])} {one[0]} {'n' in one} {list(two)}"
    )
    one("call") >> two("call") >> (one + two)("sum")
    one.make_something()
    two.label = "set"
    Node(two.label)
    Node(Loud().shout())
    Node(" ".join(Base.registry))
    Node(
        f"{getattr(one, 'absent', 'default')} {hasattr(two, 'label')} {callable(one)} {isinstance(two, Base)}"
    )
    with Base("managed"):
        EC2("inside")
        raise ValueError("swallowed by the manager")
    Api("a", fontsize="9").calls(Api("b"), Logo("Redis")).calls(EC2("c"), via="grpc")
    EC2("d") >> Arrow("dots", minlen="2") >> EC2("e")
    one.later = 5
    Node(str(one.later) + str(vars(Quiet()) or "{}"))
    try:
        one.nothing
    except AttributeError as error:
        Node(f"no {error}")
    raise RuntimeError("at the end")
