"""The page of questions: who is asked what, and what becomes of answers after a change of mind.

Nothing typed is thrown away while a filing is under way: the answer to a question that is not asked
any more stays in the sealed state, is not sent, and comes back when the question does.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import request

from reportdesk.domain.filing_parts import Reply
from reportdesk.domain.taxonomy import Answer, Question
from reportdesk.packs.schema import SheetQuestion
from reportdesk.web.context import runtime
from reportdesk.web.report.walk import Raw, Walk, code

PAGE = "questions"


class Asked(NamedTuple):
    """What the page shows: its questions, and the answers chosen beforehand."""

    questions: tuple[Question, ...]
    filled: dict[str, str]
    stale: tuple[str, ...]
    """Questions whose answer was chosen beforehand and does not follow any more."""


def asked(walk: Walk) -> Asked:
    """The questions of this reporter in the pack's order."""
    facts = walk.facts
    rows = [row for row in runtime().pack.questions if row.asked(facts)]
    filled = {row.code.value: one.value for row in rows if (one := row.follows(facts)) is not None}
    before = walk.raw(PAGE).get("filled", ())
    stale = tuple(row.code.value for row in rows if row.code in before and row.code not in filled)
    return Asked(tuple(row.code for row in rows), filled, stale)


def keep(walk: Walk, previous: Raw) -> None:
    """Remember what was asked and what was chosen beforehand; answers to the rest stay."""
    now, raw = asked(walk), walk.answers[PAGE]
    for row in _left_out(now):
        for name in (row.code.value, f"{row.code}_words"):
            raw[name] = previous.get(name)
    for name in previous.get("filled", ()):
        if name in now.questions and name not in now.filled and name not in request.form:
            raw[name] = None
    raw["put"] = sorted({*previous.get("put", ()), *(one.value for one in now.questions)})
    untouched = [name for name, answer in now.filled.items() if raw.get(name) == answer]
    elsewhere = [name for name in previous.get("filled", ()) if name not in now.questions]
    raw["filled"] = [name for name in (*untouched, *elsewhere) if not raw.get(f"{name}_words")]


def changed(walk: Walk) -> bool:
    """Whether the page asks something else than when it was filled in."""
    raw = walk.raw(PAGE)
    if not raw:
        return False
    now = asked(walk)
    new = any(question not in raw.get("put", ()) for question in now.questions)
    return new or bool(now.stale) or any(not raw.get(name) for name in now.filled)


def told(walk: Walk) -> dict[str, Any]:
    """What the check page says: the questions asked, and what was answered and is asked no more."""
    now = asked(walk)
    replies = ((row.code, _given(walk, row.code)) for row in _left_out(now))
    not_sent = [(question, reply) for question, reply in replies if reply != Reply()]
    return {"questions": now.questions, "not_sent": not_sent}


def _given(walk: Walk, question: Question) -> Reply:
    """The reply as it was given."""
    answer = code(Answer, walk.raw(PAGE).get(question.value)) or Answer.UNKNOWN
    return Reply(answer, walk.text(PAGE, f"{question}_words"))


def _left_out(now: Asked) -> Iterator[SheetQuestion]:
    """The questions that are not asked."""
    return (row for row in runtime().pack.questions if row.code not in now.questions)
