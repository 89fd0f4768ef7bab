"""Words that would tell a school that somebody complained, in what an officer adds to a letter.

Chinese words and the case's reference are found whatever stands between their signs: spaces, line
breaks, dashes and dots do not hide them.
"""

import re

from reportdesk.domain.identity import Span
from reportdesk.domain.identity.signs import plainly, without_invisible

_PEOPLE = "(?:学生|同学|家长|老师|教师)"
_TELLING = re.compile(
    "举报|投诉|信访|反映|反应情况|检举|控告|告发|揭发|爆料|匿名|线索|来信|来电|来访|申诉|诉求"
    "|热线|12345|工单|转办|交办|网友|求助"
    f"|(?:(?<![所没持具拥])有|某|该|部分|个别)(?:名|位|些)?{_PEOPLE}"
    rf"|(?<!每)[一两二三四五六七八九十百几数多\d][余多]?[名位个]{_PEOPLE}"
)
_TELLING_LATIN = re.compile(
    r"complain|petition|whistle|anonymous|informant|tip[-\s]?off|allegation|hotline|reportdesk"
    r"|\breporters?\b|\breported\b|\bwe (?:were|have been) (?:told|informed)\b"
    r"|\b(?:an?|another|one|two|three|several|some|certain|\d+) (?:of (?:your|the) )?"
    r"(?:student|pupil|parent|teacher|guardian)s?\b"
    r"|\b(?:student|pupil|parent|teacher|guardian)s? (?:have |has )?"
    r"(?:told|said|says?|wrote|informed)\b",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212_.·•・*|/\\+~～]")


def betrays(text: str, ref: str) -> Span | None:
    """Where a text speaks of a complaint, of a single student, or names the case; None if nowhere.

    ``ref`` is the case's public reference: with it anybody finds the public page.
    """
    bare, places = without_invisible(text)
    plain = plainly(bare)
    close = [at for at, sign in enumerate(plain) if not _BETWEEN.match(sign)]
    squeezed = "".join(plain[at] for at in close)
    for rule, read, at in (
        (_TELLING, squeezed, close),
        (_TELLING_LATIN, plain, range(len(plain))),
        (_reference(ref), squeezed, close),
    ):
        found = rule.search(read)
        if found is not None:
            return Span(places[at[found.start()]], places[at[found.end() - 1]] + 1)
    return None


def _reference(ref: str) -> re.Pattern[str]:
    """The reference, with or without its line."""
    return re.compile(re.escape(ref.replace("-", "")), re.IGNORECASE)
