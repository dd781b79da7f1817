from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import ECS, Fargate
from diagrams.aws.database import RDS
from diagrams.aws.network import ALB
class Generator:
    OUT = "out"
    STYLE = {"fontsize": "14"}
    def __init__(self, env="prod"):
        self.env = env
        self.generated: list[str] = []
    def _kw(self, name, **over):
        return {"name": f"{name} [{self.env}]", "filename": f"{self.OUT}/{name.lower().replace(' ', '_')}", "show": False, "graph_attr": self.STYLE, **over}
    def network(self):
        with Diagram(**self._kw("Network View", direction="TB")):
            self.alb = ALB("alb")
            self.alb >> [ECS("a"), ECS("b")]
        self.generated.append("network")
    def data(self):
        with Diagram(**self._kw("Data View")) as self.d:
            with Cluster("db") as cl:
                self.db = RDS("rds")
            Fargate("f") >> self.db
        self.generated.append("data")
    def all(self):
        for m in (self.network, self.data):
            m()
        for name in [n for n in dir(self) if n.startswith("gen_")]:
            getattr(self, name)()
        return self
    def gen_extra(self):
        with Diagram(**self._kw("Extra")): ECS(",".join(self.generated))
if __name__ == "__main__":
    g = Generator().all()
    print(f"Generated {len(g.generated)}: {g.generated!r}")
