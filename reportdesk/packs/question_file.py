"""Reads ``questions.yaml``: the question sheet, and of whom each question is asked."""

from pathlib import Path

from reportdesk.domain.asking import DECIDING, Condition, Filled
from reportdesk.domain.taxonomy import Answer, Question
from reportdesk.packs.parts import words
from reportdesk.packs.problems import Faults
from reportdesk.packs.reader import Value, read_yaml
from reportdesk.packs.schema import SheetQuestion

FIELDS = ("when", "filled")
"""What a question may have besides its code, its words and help."""
FILLING = (Answer.YES, Answer.PARTLY, Answer.NO)
"""Answers that can be chosen beforehand."""


def read_questions(path: Path, faults: Faults) -> tuple[SheetQuestion, ...]:
    """The sheet in its order, every question once, one at least asked of everybody."""
    top = read_yaml(path)
    sheet: list[SheetQuestion] = []
    known_faults = len(faults.problems)
    for item in top.items():
        with faults.attempt():
            question = _question(item)
            if any(one.code is question.code for one in sheet):
                item.fail("duplicate", value=question.code.value)
            sheet.append(question)
    if len(faults.problems) > known_faults:
        return tuple(sheet)
    missing = [code for code in Question if all(row.code is not code for row in sheet)]
    if missing:
        top.fail("missing_label", group="question", value=missing[0].value)
    if all(row.when is not None for row in sheet):
        top.fail("never_surely_asked")
    return tuple(sheet)


def _question(item: Value) -> SheetQuestion:
    """One question."""
    found = item.fields(("code", "name"), ("help", *FIELDS))
    return SheetQuestion(
        code=found["code"].code(Question),
        name=words(found["name"]),
        help=words(found["help"]) if "help" in found else None,
        when=_condition(found["when"]) if "when" in found else None,
        filled=_filled(found["filled"]) if "filled" in found else None,
    )


def _condition(value: Value) -> Condition:
    """Lists of codes; one that names every code would be no condition."""
    lists: dict[str, tuple[str, ...]] = {}
    for name, codes in value.fields((), tuple(DECIDING)).items():
        known = DECIDING[name]
        lists[name] = tuple(code.value for code in codes.codes(known))
        if len(lists[name]) == len(known):
            codes.fail("names_every_code", value=name)
    if not lists:
        value.fail("want_mapping")
    return Condition(lists)


def _filled(value: Value) -> Filled:
    """An answer and when it follows."""
    found = value.fields(("answer", "when"), ())
    return Filled(found["answer"].code(FILLING), _condition(found["when"]))
