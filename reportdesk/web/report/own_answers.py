"""What a reporter answered, in the words in which it was asked, alone or beside the authority's."""

from collections.abc import Mapping
from typing import Any

from reportdesk.domain.following import Following
from reportdesk.domain.sheet import Sheet, differs
from reportdesk.domain.taxonomy import Answer
from reportdesk.web.labels import label, sheet_order, worded
from reportdesk.web.report.walk import code

Entry = Mapping[str, str] | None


def given(view: Following) -> list[tuple[str, str, None]]:
    """Each question that was answered, and the answer."""
    sheet = view.own_sheet
    return [
        (_question(view, key), _in_words(view, entry), None)
        for key in _asked(view)
        if (entry := sheet.get(key)) and (entry["a"] != Answer.UNKNOWN or entry["w"])
    ]


def rows(view: Following, theirs: Sheet) -> list[dict[str, Any]]:
    """Every question as both sides answered it; first those that were put to the reporter."""
    asked = _asked(view)
    others = [q.value for q in sheet_order() if q.value not in asked]
    return [_row(view, key, theirs.get(key)) for key in (*asked, *others)]


def _asked(view: Following) -> list[str]:
    """The questions put to this reporter, in the order of that day."""
    kept = list(view.asked.questions) if view.asked else [q.value for q in sheet_order()]
    return [key for key in kept if key in view.own_sheet]


def _row(view: Following, key: str, right: Entry) -> dict[str, Any]:
    """One question; the authority answers it in the words of today."""
    left = view.own_sheet.get(key)
    return {
        "question": _question(view, key),
        "left": (worded(view.asked, "answer", left["a"]), left["w"]) if left else None,
        "right": _theirs(right),
        "differ": differs(_code(left), _code(right)),
        "unasked": left is None,
    }


def _question(view: Following, key: str) -> str:
    """A question as it was put."""
    return worded(view.asked, "question", key)


def _in_words(view: Following, entry: Mapping[str, str]) -> str:
    """One answer with what was written beside it."""
    answer = worded(view.asked, "answer", entry["a"])
    return f"{answer}\n{entry['w']}" if entry["w"] else answer


def _theirs(entry: Entry) -> tuple[str, str | None] | None:
    """The authority's answer in words."""
    found = _code(entry)
    return (label("answer", found), entry.get("w")) if entry and found else None


def _code(entry: Entry) -> Answer | None:
    """The answer of one side; None for one that is offered no more."""
    return code(Answer, entry.get("a")) if entry else None
