import argparse
from pathlib import Path
from diagrams import Diagram
from diagrams.aws.compute import EC2
def parse_args(argv=None):
    p = argparse.ArgumentParser(prog="gen", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--output", "-o", type=Path, default=Path("out"))
    p.add_argument("--title", type=str, default="Argparse")
    p.add_argument("--count", type=int, default="3")
    p.add_argument("--no-color", action="store_true")
    p.add_argument("--dir", choices=("LR", "TB"), default="LR", dest="direction")
    p.add_argument("--tags", nargs="+", default=[])
    p.add_argument("--level", action="store_const", const=5, default=1)
    p.set_defaults(extra="e")
    sub = p.add_subparsers(dest="cmd")
    s = sub.add_parser("one"); s.add_argument("--x", default=1); s.set_defaults(func=lambda a: None)
    ns, unknown = p.parse_known_args(argv)
    return ns
def main():
    a = parse_args()
    if a.cmd is None:
        a.cmd = "default"
    with Diagram(a.title, filename=str(a.output / "diagram"), show=False, direction=a.direction):
        for i in range(a.count):
            EC2(f"{a.cmd}-{i}-{a.extra}-{a.level}-{a.no_color}")
        for k, v in sorted(vars(a).items()):
            EC2(f"{k}")
if __name__ == "__main__":
    main()
