"""`python -m benchmarks.service WHAT`: load, soak, hostile, slow, faults. A real server, on the loopback interface only."""

import argparse
from collections.abc import Callable

from benchmarks.service import faults, hostile, load, slow, soak


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    parser.add_argument("what", choices=["load", "soak", "hostile", "slow", "faults"])
    parser.add_argument("--clients", type=int, default=8, help="clients of `load`")
    parser.add_argument("--seconds", type=float, default=20, help="of each measurement of `load`")
    parser.add_argument("--minutes", type=float, default=10, help="of `soak`")
    wanted = parser.parse_args()
    measurements: dict[str, Callable[[], object]] = {
        "load": lambda: load.main(wanted.clients, wanted.seconds),
        "soak": lambda: soak.main(wanted.minutes),
        "hostile": hostile.main,
        "slow": slow.main,
        "faults": faults.main,
    }
    measurements[wanted.what]()


if __name__ == "__main__":
    main()
