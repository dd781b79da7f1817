"""Every measurement in one table: `python -m benchmarks [--only floor ...] [--quick] [--json OUT]`.

Progress goes to standard error. Times are CPU seconds of one process, the least of several runs; ratios are of runs
that alternate in one process, so that a busy machine changes both sides alike.
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.measuring import Given, Table
from benchmarks.suites import SUITES


def main() -> None:
    given = _arguments()
    tables: list[Table] = []
    for name, suite in SUITES.items():
        if not given.only or name in given.only:
            sys.stderr.write(f"{name} ...\n")
            for table in suite(Given(given.quick, given.corpus)):
                sys.stdout.write(f"{table}\n")
                sys.stdout.flush()
                tables.append(table)
    if given.json:
        given.json.write_text(json.dumps([table.as_json() for table in tables], indent=2) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(SUITES), help="this suite; repeatable")
    parser.add_argument("--quick", action="store_true", help="smaller sizes and fewer runs")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the numbers to a file, too")
    parser.add_argument(
        "--corpus", type=Path, default=Path("samples"), help="a folder of real drawings [default: samples]"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
