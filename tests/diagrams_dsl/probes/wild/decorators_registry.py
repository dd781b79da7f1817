from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2
from diagrams.aws.database import RDS
import functools, logging, time
log = logging.getLogger("x")
DIAGRAMS = {}
def diagram(name=None, **options):
    def decorator(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            start = time.perf_counter()
            with Diagram(name or fn.__name__.replace("_", " ").title(), show=False, filename=f"out/{fn.__name__}", **options) as d:
                result = fn(d, *args, **kwargs)
            log.info("took %.2f", time.perf_counter() - start)
            return result
        DIAGRAMS[fn.__name__] = wrapper
        return wrapper
    return decorator

def in_cluster(label):
    def deco(f):
        def inner(*a, **k):
            with Cluster(label):
                return f(*a, **k)
        return inner
    return deco

@in_cluster("web tier")
def web(n=2):
    """doc"""
    return [EC2(f"web{i+1}") for i in range(n)]

@diagram(direction="TB")
def first_view(d, n=2):
    ws = web(n)
    db = RDS(f"db for {d.name}")
    ws >> db
    return len(ws)

@diagram("Second", outformat="svg", graph_attr={"splines": "curved"})
def second_view(d):
    one, two = web()
    one >> Edge(label=d.filename) >> two

class Once:
    def __init__(self, f): self.f = f; self.calls = 0
    def __call__(self, *a):
        self.calls += 1
        return self.f(*a)

@Once
def helper(x): return EC2(f"h{x}")

@diagram()
def third(d):
    helper(1); helper(2)
    EC2(f"called {helper.calls} {web.__name__} {third.__name__} {first_view.__doc__}")

for name, fn in DIAGRAMS.items():
    print(name, fn())
