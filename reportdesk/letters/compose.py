"""From facts to a letter: one writer a kind, and the numbers that letters bear."""

from collections.abc import Callable, Mapping

from reportdesk.domain.letter import LetterFacts, LetterKind
from reportdesk.letters.kinds.decision import decision
from reportdesk.letters.kinds.inquiry import inquiry
from reportdesk.letters.kinds.parallel import parallel
from reportdesk.letters.kinds.reporter import notice
from reportdesk.letters.kinds.review_request import review_request
from reportdesk.letters.kinds.supervision import supervision
from reportdesk.letters.kinds.transfer import transfer
from reportdesk.letters.letter import Letter
from reportdesk.letters.voice import Voice
from reportdesk.packs.schema import Pack

WRITERS: Mapping[LetterKind, Callable[[Voice], Letter]] = {
    LetterKind.TRANSFER: transfer,
    LetterKind.SUPERVISION: supervision,
    LetterKind.INQUIRY: inquiry,
    LetterKind.DATA_REGULATOR: parallel,
    LetterKind.LABOUR: parallel,
    LetterKind.DECISION: decision,
    LetterKind.REVIEW: decision,
    LetterKind.FINAL_REVIEW: decision,
    LetterKind.DECLINED: notice,
    LetterKind.EXTENDED: notice,
    LetterKind.REVIEW_REQUEST: review_request,
}
INITIAL: Mapping[LetterKind, str] = {
    LetterKind.TRANSFER: "转",
    LetterKind.SUPERVISION: "督",
    LetterKind.INQUIRY: "核",
    LetterKind.DATA_REGULATOR: "告",
    LetterKind.LABOUR: "告",
    LetterKind.DECISION: "处",
    LetterKind.REVIEW: "复查",
    LetterKind.FINAL_REVIEW: "复核",
    LetterKind.DECLINED: "不受",
    LetterKind.EXTENDED: "延",
    LetterKind.REVIEW_REQUEST: "请",
}
"""What a number begins with."""
LANGUAGES = ("zh", "en")


def compose(facts: LetterFacts, pack: Pack, lang: str) -> Letter:
    """The letter in Chinese (``zh``) or English (``en``)."""
    return WRITERS[facts.kind](Voice(facts, pack, lang))


def number_words(kind: LetterKind, year: int, name: str) -> str:
    """转〔2026〕7K4M-2QX9-1号; ``name`` is the case's reference with the letter's number in it."""
    return f"{INITIAL[kind]}〔{year}〕{name}号"
