"""The next steps on a case as cards: what each does, and its one button."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup, escape

from reportdesk.domain.actors import Actor
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.counting import Days
from reportdesk.domain.taxonomy import ClockKey, Measure
from reportdesk.queries.answer_lines import MeasureLine
from reportdesk.queries.casefile import CaseFile, ClockLine
from reportdesk.services.reading import DraftView, ProofView
from reportdesk.web.context import runtime
from reportdesk.web.dates import day_short, due_short
from reportdesk.web.desk import posting_cards, reviews, supervision
from reportdesk.web.desk.card import Card
from reportdesk.web.labels import clock_length, label
from reportdesk.web.locale import url

Writer = Callable[[CaseFile], Card]


def cards(
    file: CaseFile, draft: DraftView | None, actor: Actor, proofs: Sequence[ProofView] = ()
) -> list[Card]:
    """What may be done next, the likeliest first; exactly one is the main one."""
    found = [
        *supervision.cards(file, actor),
        *_about_draft(file, draft, actor),
        *(CARDS[action](file) for action in CARDS if _fits(action, file)),
        *posting_cards.letter_cards(file, actor),
        *([_hand_over()] if file.waits_for_handover and actor.role == "platform" else []),
        *_about_measures(file, actor, {proof.measure: proof for proof in proofs}),
        *([_answer_at_once(file)] if file.may_draft and _is_new(file) and draft is None else []),
        *([_hearing(file)] if file.may_hear else []),
        *([_reopen(file)] if file.kin.reopenable else []),
        *(KIN[action](file) for action in KIN if _fits(action, file)),
    ]
    return [replace(card, main=number == 0) for number, card in enumerate(found)]


def _fits(action: Action, file: CaseFile) -> bool:
    """Whether a step is open and has something to act on."""
    if action is Action.EXTEND:
        return action in file.actions and not _decision_is_late(file)
    return action in file.actions and (action is not Action.MERGE or file.kin.mergeable)


def _decision_is_late(file: CaseFile) -> bool:
    """Whether the time to decide is over: it cannot be extended any more."""
    found = (c for c in file.clocks if c.key == ClockKey.DECISION and c.stopped_on is None)
    return any(clock.standing.code == "overdue" for clock in found)


def _about_draft(file: CaseFile, draft: DraftView | None, actor: Actor) -> list[Card]:
    """The answer being written: to approve, to wait for, or to go on with."""
    if not file.may_draft:
        return []
    here = file.case.ref
    if draft is not None and draft.submitted:
        return [_submitted(file, draft, actor)]
    if reviews.level(file):
        return [_opinion(file, draft)]
    text = _("写结论、逐项回答、措施和依据。第二人批准后才算答复，处理决定的计时才停。")
    button = _("接着写答复") if draft else _("开始写答复")
    if draft is not None and draft.sent_back:
        text = _("同事退回了草稿：%(why)s", why=draft.sent_back)
    card = Card(_("答复"), escape(text), url("desk.answer", ref=here), button)
    return [card] if draft is not None or not _is_new(file) else []


def _opinion(file: CaseFile, draft: DraftView | None) -> Card:
    """The opinion of a review."""
    what = reviews.words(file)["what"]
    text = _("写维持还是改变，逐项回答，写明依据。第二人批准后才算，计时才停。")
    if draft is not None and draft.sent_back:
        text = _("同事退回了草稿：%(why)s", why=draft.sent_back)
    button = _("接着写%(what)s", what=what) if draft else _("开始写%(what)s", what=what)
    return Card(what, escape(text), url("desk.answer", ref=file.case.ref), button)


def _submitted(file: CaseFile, draft: DraftView, actor: Actor) -> Card:
    """A draft that a second person has to read."""
    href, what = url("desk.approve", ref=file.case.ref), reviews.words(file)["what"]
    if draft.writer == actor.account_id:
        text = _("等另一位同事批准。批准之前，计时不停。")
        return Card(_("%(what)s等人批准", what=what), escape(text), href, _("查看或取回"))
    who = file.people.get(draft.writer, "")
    text = _("%(name)s写好了%(what)s。您批准后才算，会送到学生手里。", name=who, what=what)
    return Card(_("批准%(what)s", what=what), escape(text), href, _("审阅%(what)s", what=what))


def _accept(file: CaseFile) -> Card:
    """Acceptance starts the time to decide."""
    kit = runtime()
    due = kit.pack.due_date(ClockKey.DECISION, kit.clock().date(), started_by="accepted")
    text = escape(_("开始 %(length)s计时；今天受理的话，最迟 %(due)s。"))
    length = clock_length(ClockKey.DECISION)
    return _card("accept", file, text % {"length": length, "due": due_short(due)})


def _return(file: CaseFile) -> Card:
    """A return is in time while the clock of objection runs."""
    clock = next((c for c in file.clocks if c.key == ClockKey.OBJECTION), None)
    text = escape(_("不归本机关管的，写明理由和应当办理的机关。"))
    return _card("return", file, text + _objection(clock))


def _objection(clock: ClockLine | None) -> Markup:
    """Until when a return is in time."""
    if clock is None or clock.stopped_on is not None:
        return Markup("")
    if clock.standing.code == "overdue":
        return escape(_("提出的期限已过，会公开标为逾期退回。"))
    return escape(_("最迟 %(due)s，过期会公开标为逾期退回。")) % {"due": due_short(clock.judged)}


def _extend(file: CaseFile) -> Card:
    """Until when at most."""
    clock = next((c for c in file.clocks if c.key == ClockKey.DECISION and not c.stopped_on), None)
    pack = runtime().pack
    rule = pack.clocks[ClockKey.EXTENSION]
    cap = rule.cap or 0
    length = clock_length(ClockKey.EXTENSION)
    text = escape(_("只能一次，最多 %(length)s，写明理由。下一次发布会公开。", length=length))
    if clock is not None:
        last = day_short(Days(pack.calendar).after(rule.unit, clock.judged.raw_due, cap))
        text += escape(_("最迟到 %(due)s。")) % {"due": last}
    return _card("extend", file, text)


def _plain(action: str, text: Callable[[], str]) -> Writer:
    """A card whose consequence needs no facts."""
    return lambda file: _card(action, file, escape(text()))


def _card(action: str, file: CaseFile, text: Markup) -> Card:
    """A card of an action of the lifecycle."""
    endpoint, words = PAGES[action]
    return Card(label("action", action), text, url(endpoint, ref=file.case.ref), words())


def _reopen(file: CaseFile) -> Card:
    """A closed case is gone on with in a new one."""
    text = _("有新事实、又发生，或有学生因此被为难时：另立一起新案件接着办，期限重新算。")
    href = url("desk.reopen", ref=file.case.ref)
    return Card(_("重新立案"), escape(text), href, _("接着办"))


def _hearing(file: CaseFile) -> Card:
    """Days of a hearing are left out of the time for the opinion."""
    text = _("举行过听证的，录入起止日期，这些天不计入期限。")
    return Card(_("听证"), escape(text), url("desk.hearing", ref=file.case.ref), _("录入听证"))


def _hand_over() -> Card:
    """Sealing anew needs two officers."""
    text = _("内容还封着，要两位平台人员先后操作，才能交给承办机关。")
    return Card(_("交接密封内容"), escape(text), url("desk.handover"), _("去交接"))


def _about_measures(
    file: CaseFile, actor: Actor, proofs: Mapping[int, ProofView]
) -> Iterator[Card]:
    """Measures that want their proof; a proof that waits for this member comes first."""
    found = [(measure, proofs.get(measure.number)) for measure in _open_measures(file)]
    mine = [(m, p) for m, p in found if p and p.waits and p.writer != actor.account_id]
    for measure, proof in [*mine, *(pair for pair in found if pair not in mine)]:
        waits = proof is not None and proof.waits
        yield _second(file, measure, proof, actor) if proof and waits else _prove(file, measure)


def _second(file: CaseFile, measure: MeasureLine, proof: ProofView, actor: Actor) -> Card:
    """A proof that waits for the second person."""
    what = label("measure", measure.code)
    href = url("desk.accept_proof", ref=file.case.ref, number=measure.number)
    if proof.writer == actor.account_id:
        text = _("等另一位同事认可。认可以前，计时不停，也不公开。")
        return Card(_("证明等人认可：%(what)s", what=what), escape(text), href, _("查看或取回"))
    who = file.people.get(proof.writer, "")
    text = _("%(name)s写好了证明。您认可后才算落实，并会公开。", name=who)
    return Card(_("认可证明：%(what)s", what=what), escape(text), href, _("审阅证明"))


def _prove(file: CaseFile, measure: MeasureLine) -> Card:
    """A promised measure that nobody proved yet."""
    what = label("measure", measure.code)
    by = measure.promised_on
    text = escape(_("写明用什么证明；同事认可后公开。"))
    if by is not None:
        text = escape(_("承诺在 %(due)s前落实。")) % {"due": day_short(by)} + text
    href = url("desk.evidence", ref=file.case.ref, number=measure.number)
    return Card(_("落实：%(what)s", what=what), text, href, _("写证明"))


def _open_measures(file: CaseFile) -> list[MeasureLine]:
    """Measures that still want their proof, those promised soonest first."""
    found = [m for m in file.measures if m.evidence_on is None and m.code != Measure.NONE]
    found.sort(key=lambda measure: (measure.promised_on is None, measure.promised_on or date.max))
    return found if file.may_write and file.post is None else []


def _is_new(file: CaseFile) -> bool:
    """Whether nobody decided yet to take the case on."""
    return file.facts.stage in {Stage.ROUTED, Stage.REGISTERED}


def _answer_at_once(file: CaseFile) -> Card:
    """An answer without a separate acceptance."""
    text = _("事情已经清楚的，可以直接写答复；批准当天记为受理。")
    href = url("desk.answer", ref=file.case.ref)
    return Card(_("直接答复"), escape(text), href, _("开始写答复"))


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "accept": ("desk.accept", lambda: str(_("受理"))),
    "register": ("desk.register", lambda: str(_("登记"))),
    "reassign": ("desk.reassign", lambda: str(_("选承办机关"))),
    "investigate": ("desk.investigate", lambda: str(_("转为办理中"))),
    "resume": ("desk.resume", lambda: str(_("不再等"))),
    "ask": ("desk.ask", lambda: str(_("写问题"))),
    "extend": ("desk.extend", lambda: str(_("延长期限"))),
    "return": ("desk.give_back", lambda: str(_("写退回理由"))),
    "send_back": ("desk.send_back", lambda: str(_("写重办要求"))),
    "decline": ("desk.decline", lambda: str(_("写不予受理的理由"))),
    "merge": ("desk.merge", lambda: str(_("选并入哪一起"))),
    "unmerge": ("desk.unmerge", lambda: str(_("拆回"))),
}
"""Where each step stands, and what its button says."""

CARDS: dict[Action, Writer] = {
    Action.REASSIGN: _plain(
        "reassign", lambda: str(_("改正承办机关。新机关能打开之前，案件由平台保管。"))
    ),
    Action.ACCEPT: _accept,
    Action.REGISTER: _plain("register", lambda: str(_("记下本机关的收文编号。受理的期限照常走。"))),
    Action.INVESTIGATE: _plain(
        "investigate", lambda: str(_("写一句先做了什么，学生能看到案件在办理。"))
    ),
    Action.RESUME: _plain("resume", lambda: str(_("不等学生补充，按现有材料继续办。"))),
    Action.ASK: _plain(
        "ask",
        lambda: str(
            _(
                "开始 %(length)s等待；处理决定的期限照常走。",
                length=clock_length(ClockKey.NEEDS_INFO),
            )
        ),
    ),
    Action.EXTEND: _extend,
    Action.RETURN: _return,
    Action.SEND_BACK: _plain(
        "send_back",
        lambda: str(
            _(
                "不自己下结论，要求原承办机关 %(length)s内重新答复。",
                length=clock_length(ClockKey.REDO),
            )
        ),
    ),
    Action.DECLINE: _plain(
        "decline", lambda: str(_("写明理由和学生可以走的其他途径。学生可以申请复查。"))
    ),
}
"""Steps that have a page, in the order in which they are offered."""

KIN: dict[Action, Writer] = {
    Action.MERGE: _plain(
        "merge",
        lambda: str(_("本机关还有同类做法的案件。是同一件事的，可以并在一起办、一起答复。")),
    ),
    Action.UNMERGE: _plain("unmerge", lambda: str(_("不是同一件事的，恢复成单独的案件。"))),
}
"""Steps that join cases or part them: never more pressing than what the case itself asks for."""
