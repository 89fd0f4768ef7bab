"""How well personal details are found: totals for each kind on both halves of the corpus.

`python -m tests.identity_figures` prints them. It prints no text: the held half is never read by
whoever writes rules.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportdesk.domain.identity import Detail, details

CORPUS = Path(__file__).parent / "domain" / "corpus"
HALVES = ("open", "held")
NAMES = frozenset({"own_name", "other_name"})
STRUCTURED = (*("id_number", "phone", "email", "qq", "wechat", "student_number", "plate", "card"),)
OTHERS = ("class", "dormitory", "exact_time", "only_me")
STRUCTURED_RECALL, NAMES_RECALL, FALSE_ALARMS = 0.95, 0.8, 0.3
"""What the held half has to reach, at most so many false alarms for each clean narrative."""


@dataclass
class Figures:
    """Totals of one half."""

    marked: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    narratives: int = 0
    clean: int = 0
    alarms: int = 0
    beside: int = 0
    """Finds in other narratives that touch no mark of their kind."""

    def recall(self, *kinds: str) -> float:
        """Share of the marked details of these kinds that were hit."""
        return sum(self.hit[one] for one in kinds) / sum(self.marked[one] for one in kinds)

    @property
    def alarms_each(self) -> float:
        """False alarms for each clean narrative."""
        return self.alarms / self.clean


def touches(found: Detail, mark: dict[str, Any]) -> bool:
    """A hit: the same kind, the two kinds of names being one, and at least one common sign."""
    same = found.kind == mark["kind"] or {str(found.kind), mark["kind"]} <= NAMES
    return same and found.start < mark["end"] and mark["start"] < found.end


def measure(half: str) -> Figures:
    """The figures of one half."""
    figures = Figures()
    for line in (CORPUS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        found, marks = details(told["text"]), told["details"]
        figures.narratives += 1
        figures.clean += not marks
        figures.alarms += 0 if marks else len(found)
        alone = [one for one in found if not any(touches(one, mark) for mark in marks)]
        figures.beside += len(alone) if marks else 0
        for mark in marks:
            figures.marked[mark["kind"]] += 1
            figures.hit[mark["kind"]] += any(touches(one, mark) for one in found)
    return figures


def rows(figures: dict[str, Figures]) -> list[tuple[str, ...]]:
    """The table: one line for each kind, then the sums that have a target."""
    groups: list[tuple[str, tuple[str, ...], float | None]] = [
        *((kind, (kind,), None) for kind in (*STRUCTURED, *sorted(NAMES), *OTHERS)),
        ("structured together", STRUCTURED, STRUCTURED_RECALL),
        ("names together", tuple(sorted(NAMES)), NAMES_RECALL),
    ]
    table: list[tuple[str, ...]] = [("", *figures, "target")]
    for name, kinds, target in groups:
        cells = []
        for one in figures.values():
            hit, marked = (sum(part[kind] for kind in kinds) for part in (one.hit, one.marked))
            cells.append(f"{hit}/{marked} {one.recall(*kinds):.3f}")
        table.append((name, *cells, f">= {target}" if target else ""))
    alarms = [f"{one.alarms}/{one.clean} {one.alarms_each:.3f}" for one in figures.values()]
    beside = [f"{one.beside}/{one.narratives - one.clean}" for one in figures.values()]
    table.append(("false alarms, clean", *alarms, f"<= {FALSE_ALARMS}"))
    return [*table, ("other finds, not clean", *beside, "")]


def main() -> None:
    """Print the table."""
    for first, *cells in rows({half: measure(half) for half in HALVES}):
        print(f"{first:<24}" + "".join(f"{cell:>16}" for cell in cells).rstrip())


if __name__ == "__main__":
    main()
