from types import SimpleNamespace
from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2
from diagrams.aws.database import RDS
import copy, enum, uuid
class Config:
    TITLE = "Config"
    COLORS = {"ok": "green"}
    SIZES = [str(i) for i in range(3)]
    class Edge:
        color = "blue"
class Env(enum.Enum):
    DEV = enum.auto()
    PROD = enum.auto()
    @property
    def label(self): return self.name.lower()
    @classmethod
    def default(cls): return cls.PROD
class Size(enum.IntEnum):
    S = 1
    L = 3
class Flag(enum.Flag):
    A = 1
    B = 2
theme = SimpleNamespace(bg="#fff", fg="#000")
theme.fs = "12"
base = {"graph_attr": {"bgcolor": theme.bg}}
mine = copy.deepcopy(base); mine["graph_attr"]["fontsize"] = theme.fs
with Diagram(Config.TITLE, show=False, **mine):
    for env in Env:
        with Cluster(env.label, **base):
            EC2(f"{env.name}={env.value}") >> Edge(color=Config.Edge.color, label=Config.COLORS["ok"]) >> RDS(f"{Size.L}{Size.S + 1} {Size.L > Size.S}")
    EC2(Config.SIZES[-1] + Env["DEV"].label + str(Env(2)) + Env.default().name + str(len(Env)) + str(list(Env)[0]) + repr(Env.DEV))
    EC2(str(base == mine) + str("graph_attr" in base) + str(Flag.A.value))
    EC2(str(theme))
