"""The next steps with the letter of a case: written, sent, arrived, answered on paper."""

from collections.abc import Callable

from flask_babel import gettext as _
from markupsafe import Markup, escape

from reportdesk.domain.actors import Actor, Role
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.correspondence import LetterWork, Todo
from reportdesk.web.dates import day_short
from reportdesk.web.desk.card import Card
from reportdesk.web.desk.case_history import name
from reportdesk.web.locale import url


def letter_cards(file: CaseFile, actor: Actor) -> list[Card]:
    """What the letter of the case wants next, the likeliest first."""
    letter = file.post
    if letter is None:
        return []
    if letter.arrived:
        return paper_cards(file, actor)
    cards = [WANTS[letter.todo](file, letter)] if letter.todo in WANTS else []
    return [*cards, _again(file)] if letter.number else cards


def paper_cards(file: CaseFile, actor: Actor) -> list[Card]:
    """A document to compare, or one to copy."""
    waits = next((paper for paper in file.papers if paper.waits), None)
    if waits is None and file.replies:
        text = escape(_("收到对方的公文以后录入，另一位同事对照原件核对，才算数。"))
        return [_card(_("录入书面答复"), text, file, "desk.papers", _("录入公文"))]
    if waits is None or actor.role is not Role.PLATFORM:
        return []
    if waits.writer_id == actor.account_id:
        text = escape(_("文号 %(number)s，等另一位同事对照原件。", number=waits.number))
        return [_card(_("等人核对公文"), text, file, "desk.compare_paper", _("查看或取回"))]
    text = escape(_("%(who)s录入了 %(number)s。", who=waits.writer, number=waits.number))
    text += escape(_("拿着原件逐项对照，一致才生效。"))
    return [_card(_("核对公文"), text, file, "desk.compare_paper", _("去核对"))]


def _write(file: CaseFile, letter: LetterWork) -> Card:
    """No letter yet."""
    text = _(
        "%(who)s还没有开通，用公函转送。寄出以后，平台的送达期限才停。", who=name(letter.authority)
    )
    if letter.purpose == "review":
        text = _("%(who)s还没有开通，用公函请它复查。", who=name(letter.authority))
    return _card(_("出具公函"), escape(text), file, "desk.post_letter", _("出具公函"))


def _send(file: CaseFile, letter: LetterWork) -> Card:
    """Written and not sent."""
    text = _("第 %(n)s 封公函已经出具。寄出以后记下日期和方式。", n=letter.number)
    return _card(_("寄公函"), escape(text), file, "desk.letter_sent", _("记录公函已寄出"))


def _arrive(file: CaseFile, letter: LetterWork) -> Card:
    """On its way."""
    text = escape(_("%(day)s寄出，还没有记录送达。送到那天起，对方的期限开始计算。"))
    text %= {"day": day_short(letter.sent_on) if letter.sent_on else ""}
    return _card(_("等公函送到"), text, file, "desk.letter_arrived", _("记录公函已送到"))


def _check(file: CaseFile, letter: LetterWork) -> Card:
    """Somebody typed the reference."""
    text = escape(_("有人用回执码说 %(day)s收到了。打名录里的总机核实，再记录。"))
    text %= {"day": day_short(letter.told_on) if letter.told_on else ""}
    return _card(_("核实送达"), text, file, "desk.letter_arrived", _("记录公函已送到"))


def _ask(file: CaseFile, letter: LetterWork) -> Card:
    """Under way for too long."""
    text = escape(_("%(day)s寄出，超过 7 天没有送达记录。请查邮件，丢了就重新出具。"))
    text %= {"day": day_short(letter.sent_on) if letter.sent_on else ""}
    return _card(_("查公函到了没有"), text, file, "desk.letter_arrived", _("记录公函已送到"))


def _again(file: CaseFile) -> Card:
    """A letter that was lost."""
    text = escape(_("丢了、退回来了，才重新出具。上一封的回执码立即作废。"))
    return _card(_("重新出具公函"), text, file, "desk.post_letter", _("重新出具"))


def _card(title: str, text: Markup, file: CaseFile, endpoint: str, button: str) -> Card:
    """A card that leads to a page of this case."""
    return Card(title, text, url(endpoint, ref=file.case.ref), button)


WANTS: dict[Todo, Callable[[CaseFile, LetterWork], Card]] = {
    Todo.WRITE: _write,
    Todo.SEND: _send,
    Todo.CHECK: _check,
    Todo.ASK: _ask,
    Todo.UNDER_WAY: _arrive,
}
"""What each state of a letter asks for."""
