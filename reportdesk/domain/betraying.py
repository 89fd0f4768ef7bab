"""Words that would tell a school that somebody complained, in what an officer adds to a letter."""

import re

from reportdesk.domain.identity import Span
from reportdesk.domain.identity.signs import plainly

_TELLING = re.compile(
    "举报|投诉|信访|反映|检举|控告|告发|揭发|爆料|匿名|线索|来信|来电|来访|申诉|诉求"
    "|(?:有|某|该|一名|一位|几名|部分|个别)(?:名|位|些)?(?:学生|同学|家长|老师|教师)"
    "|complain|petition|whistle|anonymous|informant|tip-?off|allegation"
    r"|\breporters?\b|\breported\b|a (?:student|parent|pupil)",
    re.IGNORECASE,
)


def betrays(text: str, ref: str) -> Span | None:
    """Where a text speaks of a complaint, of a single student, or names the case; None if nowhere.

    ``ref`` is the case's public reference: with it anybody finds the public page.
    """
    plain = plainly(text)
    found = _TELLING.search(plain) or _reference(ref).search(plain)
    return Span(*found.span()) if found else None


def _reference(ref: str) -> re.Pattern[str]:
    """The reference, with or without its line."""
    return re.compile(".?".join(re.escape(part) for part in ref.split("-")), re.IGNORECASE)
