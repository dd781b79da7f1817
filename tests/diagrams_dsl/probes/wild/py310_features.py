from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2, Lambda
from diagrams.aws.storage import S3
Config = dict[str, str | int]
def describe(x: int | str | list | dict | None) -> str:
    match x:
        case None: return "none"
        case bool(): return "bool"
        case int(n) | float(n) if n > 10: return f"big {n}"
        case 0 | 1 | 2: return "small"
        case str() as s if s.startswith("aws."): return s[4:]
        case {"type": "lambda", "name": name, **rest}: return f"{name}{sorted(rest)}"
        case {"type": t}: return f"type {t}"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [x, *rest] if len(rest) > 1: return f"many {x} {rest}"
        case (a, b): return f"pair {a}{b}"
        case S3(): return "bucket"
        case _: return "other"
with Diagram("Match", show=False):
    for v in (None, True, 50, 1, "aws.x", "zz", {"type": "lambda", "name": "f", "mem": 1}, {"type": "q"}, [], [1], [1, 2], [1, 2, 3], 3.5, S3("b")):
        EC2(describe(v))
    cfg: Config = {"a": 1}
    EC2(str(cfg | {"b": "x"}))
    if (m := cfg.get("a")) and m == 1: Lambda(f"{m}")
    print(f"{cfg!r:>20}")
