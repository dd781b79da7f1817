"""How far the findings agree with what architects see in real drawings: `python -m tests.accuracy.findings`.

`labels/` holds what people found in drawings of the corpus (see tests.drawio.accuracy), one file a drawing,
written before they saw what the rules say. An empty list is a judgement too: any finding there is false.

```
file, sha256     the drawing, by name and by its bytes
findings         what a careful reviewer would raise from the drawing alone, and could defend
  rule           code of the rule
  subjects       ids of nodes, the main one first; empty for the whole diagram
  verdict        violated, or likely where the witness is inferred
  why            one sentence
  revised        true where it was corrected after the findings were seen
held_out         true where the rules were never mended on the drawing before it was labelled and first measured
withdrawn        labels taken back then, with the reason; not compared
```

A finding and a label agree when rule and main subject do. Rules that only inform, and checks of how well a
drawing can be read, are not labelled and not counted.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.pipeline import Options, review
from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from tests.drawio.accuracy import CORPUS_VARIABLE, corpus

LABELS = Path(__file__).parent / "labels"
PARTS = ("training", "held out")
ASSERTED = (Verdict.VIOLATED, Verdict.LIKELY)
WHOLE_DIAGRAM = ""

Label = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """That a drawing breaks a rule at one subject; `words` say why and play no part in comparing."""

    file: str
    rule: str
    subject: str
    words: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}: {self.rule} {self.subject or 'whole diagram'}: {self.words}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Claims of one drawing, or of many added up: made by both, by the rules alone, by people alone."""

    right: tuple[Claim, ...] = ()
    false: tuple[Claim, ...] = ()
    missed: tuple[Claim, ...] = ()

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return _share(len(self.right), len(self.false))

    @property
    def recall(self) -> float:
        return _share(len(self.right), len(self.missed))

    @property
    def rules(self) -> tuple[str, ...]:
        """Codes of the rules that anybody named."""
        return tuple(sorted({claim.rule for claim in self.right + self.false + self.missed}))

    def about(self, rule: str) -> "Agreement":
        """The part of it that is about one rule."""
        kinds = (self.right, self.false, self.missed)
        return Agreement(*(tuple(claim for claim in kind if claim.rule == rule) for kind in kinds))


def labels() -> tuple[Label, ...]:
    """Every drawing that was judged by eye, by file name."""
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in sorted(LABELS.glob("*.json")))


def sets(judged: Iterable[Label]) -> dict[str, tuple[Label, ...]]:
    """The drawings the rules were mended on, those held out until the rules stood, and all of them."""
    every = tuple(judged)
    held_out = tuple(one for one in every if one.get("held_out", False))
    return {
        "training": tuple(one for one in every if one not in held_out),
        "held out": held_out,
        "all": every,
    }


def measure_all(judged: Iterable[Label], folder: Path) -> Agreement:
    """The agreement of many drawings of the corpus added up."""
    return sum((measure(one, (folder / one["file"]).read_bytes()) for one in judged), Agreement())


def measure(label: Label, data: bytes) -> Agreement:
    """Review the drawing as everybody does and compare the findings with what people found."""
    return compare(label, review(data, label["file"], Options(profile="recommended")).findings)


def compare(label: Label, findings: Iterable[Finding]) -> Agreement:
    """What agrees between findings and labels; a finding speaks for the rules that are folded into it too."""
    judged = [finding for finding in findings if _is_judged(finding)]
    seen = dict.fromkeys(_labelled(label["file"], one) for one in label["findings"])
    made = dict.fromkeys(_claimed(label["file"], finding) for finding in judged)
    spoken_for = {
        _labelled(label["file"], one) for one in label["findings"] if any(_folds(f, one) for f in judged)
    }
    return Agreement(
        right=tuple(claim for claim in seen if claim in made or claim in spoken_for),
        false=tuple(claim for claim in made if claim not in seen),
        missed=tuple(claim for claim in seen if claim not in made and claim not in spoken_for),
    )


def table(parts: Mapping[str, Agreement]) -> str:
    """The measures as text: one rule a line, one part a line, and one for all; a dash where nothing is shared out."""
    every = sum(parts.values(), Agreement())
    title = f"{'':14} {'true':>5} {'false':>5} {'missed':>6} {'precision':>9} {'recall':>7}"
    rules = [_line(rule, every.about(rule)) for rule in every.rules]
    return "\n".join([title, *rules, *(_line(name, part) for name, part in {**parts, "all": every}.items())])


def faults(agreement: Agreement) -> tuple[str, ...]:
    """Every disagreement in words."""
    false = [f"false positive: {claim}" for claim in agreement.false]
    return (*false, *(f"missed: {claim}" for claim in agreement.missed))


def _is_judged(finding: Finding) -> bool:
    informs = finding.rule.code.startswith("DIA-") or finding.severity is Severity.INFO
    return finding.verdict in ASSERTED and not informs


def _labelled(file: str, one: Label) -> Claim:
    return Claim(file, one["rule"], _main(one["subjects"]), one["why"])


def _claimed(file: str, finding: Finding) -> Claim:
    return Claim(file, finding.rule.code, _main(finding.subjects), finding.message)


def _main(subjects: Sequence[str]) -> str:
    return subjects[0] if subjects else WHOLE_DIAGRAM


def _folds(finding: Finding, one: Label) -> bool:
    """Whether the finding stands for the labelled one: folding asks for the same rule about a shared node."""
    shared = {*finding.subjects, *(finding.path or ())} & set(one["subjects"])
    everything = not finding.subjects or not one["subjects"]
    return one["rule"] in finding.folded and bool(shared or everything)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0


def _line(name: str, agreement: Agreement) -> str:
    right, false, missed = len(agreement.right), len(agreement.false), len(agreement.missed)
    precision = f"{agreement.precision:.1%}" if right + false else "-"
    recall = f"{agreement.recall:.1%}" if right + missed else "-"
    return f"{name:14} {right:5} {false:5} {missed:6} {precision:>9} {recall:>7}"


def main() -> int:
    """Print the table, and with `--faults` every disagreement."""
    folder = corpus()
    if folder is None:
        print(f"no corpus: set {CORPUS_VARIABLE} to a folder of drawings", file=sys.stderr)
        return 2
    judged = sets(labels())
    parts = {name: measure_all(judged[name], folder) for name in PARTS}
    print(table(parts))
    print(", ".join(f"{name}: {len(drawings)} drawings" for name, drawings in judged.items()))
    if "--faults" in sys.argv[1:]:
        print("\n".join(faults(sum(parts.values(), Agreement()))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
