"""The question sheet of several reports as one: what the students say, question by question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportdesk.domain.taxonomy import Answer, Question

Sheet = Mapping[str, Mapping[str, str]]
"""Question -> ``{"a": answer, "w": words}``, as a report or an answer carries it."""


KNOWN = frozenset(Answer)


@dataclass(frozen=True, slots=True)
class Said:
    """What all reports say to one question: the answer they come to, and who gave which.

    ``counts`` has the codes as they were offered; one that is offered no more counts for none.
    """

    answer: Answer
    counts: Mapping[str, int]
    words: tuple[str, ...]


def merged(answers: Iterable[str]) -> Answer:
    """One answer for several: those who do not know do not count, and a disagreement is partly."""
    known = {Answer(answer) for answer in answers if answer in KNOWN} - {Answer.UNKNOWN}
    if not known:
        return Answer.UNKNOWN
    return known.pop() if len(known) == 1 else Answer.PARTLY


def said_to(question: str, sheets: Sequence[Sheet]) -> Said:
    """What these sheets say to one question, also to one that is asked no more."""
    given = [sheet[question] for sheet in sheets if question in sheet]
    codes = [entry.get("a") or Answer.UNKNOWN.value for entry in given]
    order: dict[str, int] = {code: number for number, code in enumerate(Answer)}
    return Said(
        answer=merged(codes),
        counts={
            code: codes.count(code)
            for code in sorted(dict.fromkeys(codes), key=lambda code: order.get(code, len(order)))
        },
        words=tuple(words for entry in given if (words := entry.get("w", "").strip())),
    )


def said(sheets: Sequence[Sheet]) -> dict[Question, Said]:
    """What these sheets say to every question, in the order of the sheet."""
    return {question: said_to(question, sheets) for question in Question}


def public_answers(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The answer to each question that somebody was asked; to all where there is no sheet."""
    return {
        question.value: entry.answer.value
        for question, entry in said(sheets).items()
        if entry.counts or not sheets
    }


def left_open(own: Sheet, theirs: Sheet) -> tuple[Question, ...]:
    """The questions that an answer leaves open for one reporter, in the order of the sheet.

    Those nobody answered or knows, those that contradict the reporter, and those of which the
    answer itself says that it is not done, or only partly. Of a question that this reporter was not
    asked only the last counts.
    """
    return tuple(q for q in Question if _is_open(q, own.get(q), theirs.get(q, {})))


STILL_TO_DO = frozenset({Question.DATA_DELETED, Question.RESPONSIBLE_NAMED})
"""Questions about what was done: a no leaves them open."""


def _is_open(question: Question, own: Mapping[str, str] | None, theirs: Mapping[str, str]) -> bool:
    """Whether one question is left open."""
    answer = Answer(theirs.get("a") or Answer.UNKNOWN)
    if own is None:
        return question in STILL_TO_DO and answer in {Answer.NO, Answer.PARTLY}
    said = own.get("a")
    undone = question in STILL_TO_DO and answer is not Answer.YES
    contradicts = differs(Answer(said) if said else None, answer)
    return answer is Answer.UNKNOWN or undone or contradicts


def differs(left: Answer | None, right: Answer | None) -> bool:
    """Whether two sides contradict each other: both answered, neither "unknown", not the same."""
    sides = {left, right}
    return None not in sides and Answer.UNKNOWN not in sides and left is not right
