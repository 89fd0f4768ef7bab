"""Reads ``rights.yaml``: what readers may know of their rights, with what each point rests on."""

from collections.abc import Mapping
from pathlib import Path

from reportdesk.domain.clocks import Citation
from reportdesk.packs.parts import citation, words
from reportdesk.packs.problems import Faults
from reportdesk.packs.reader import Value, read_yaml
from reportdesk.packs.schema import Right, RightPoint, Source

TOPIC = r"[a-z0-9][a-z0-9-]{1,29}"


def read_rights(path: Path, sources: Mapping[str, Source], faults: Faults) -> tuple[Right, ...]:
    """The pages in the order of the file, each topic once."""
    found: list[Right] = []
    for item in read_yaml(path).items():
        with faults.attempt():
            fields = item.fields(("code", "question", "short", "points"), ())
            code = fields["code"].text(TOPIC)
            if any(right.code == code for right in found):
                item.fail("duplicate", value=code)
            points = tuple(_point(value, sources) for value in fields["points"].items())
            found.append(Right(code, words(fields["question"]), words(fields["short"]), points))
    return tuple(found)


def _point(value: Value, sources: Mapping[str, Source]) -> RightPoint:
    """One point; advice rests on nothing."""
    fields = value.fields(("say",), ("basis",))
    basis: tuple[Citation, ...] = ()
    if "basis" in fields:
        basis = tuple(citation(item, sources) for item in fields["basis"].items())
    return RightPoint(words(fields["say"]), basis)
