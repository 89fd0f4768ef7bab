"""The page of a case as staff see it: what was said beside the draft, what happened, who wrote."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from reportdesk.domain.access import Relation
from reportdesk.domain.answer import AnswerDraft
from reportdesk.domain.questionnaire import Questionnaire
from reportdesk.domain.sheet import Said, differs, said_to
from reportdesk.domain.supervising import OWN_NOTE
from reportdesk.domain.taxonomy import Answer, Question
from reportdesk.queries.answer_lines import AnswerLine
from reportdesk.queries.casefile import CaseFile, ClockLine
from reportdesk.services.reading import MessageView, NoteView, ReportView
from reportdesk.web.dates import day_bare, month
from reportdesk.web.desk.case_history import name
from reportdesk.web.labels import clock_title, label, sheet_order, worded
from reportdesk.web.markup import markdown, paragraphs


def title(file: CaseFile) -> str:
    """Where and what: the heading of the page."""
    kind = label("school_kind", file.case.school_kind)
    place = file.school or _("%(place)s的%(kind)s", place=name(file.place), kind=kind)
    return str(_("%(school)s，%(what)s", school=place, what=label("practice", file.case.practice)))


def main_clock(file: CaseFile) -> ClockLine | None:
    """The running clock that binds an authority and is due first."""
    binding = [line for line in running(file) if line.binds and not line.optional]
    return binding[0] if binding else None


def running(file: CaseFile) -> list[ClockLine]:
    """Running clocks, those that bind first, without those whose lapse means nothing."""
    lines = [line for line in file.clocks if line.stopped_on is None]
    lines = [line for line in lines if not (line.optional and line.standing.code == "overdue")]
    return sorted(lines, key=lambda line: (line.optional or not line.binds, line.due))


def ended(file: CaseFile) -> list[ClockLine]:
    """Clocks that stopped."""
    return [line for line in file.clocks if line.stopped_on is not None]


def clock_name(file: CaseFile, line: ClockLine) -> str:
    """A clock's name; of a promise, what was promised."""
    if line.measure is None:
        return clock_title(line.judged)
    measure = next((m for m in file.measures if m.number == line.measure), None)
    return label("measure", measure.code) if measure else label("clock", line.key)


def sheet_rows(
    reports: Sequence[ReportView], draft: AnswerDraft | None, answer: AnswerLine | None
) -> list[dict[str, Any]]:
    """The question sheet: what students say beside what the authority says or drafts."""
    rows = []
    for code, wording, group in asked_as(reports):
        left = said_to(code, [report.content["sheet"] for report in group])
        unasked = _unasked(code, reports)
        right = _ours(Question(code), draft, answer) if code in set(Question) else None
        rows.append(
            {
                "question": wording,
                "left": theirs(left, group[0].asked if group else None, unasked),
                "right": (label("answer", right[0]), right[1]) if right else None,
                "differ": right is not None and differs(left.answer, Answer(right[0])),
                "unasked": bool(unasked) and not group,
            }
        )
    return rows


def _unasked(question: str, reports: Sequence[ReportView]) -> int:
    """How many of these reports were not asked a question."""
    sheets = [report.content["sheet"] for report in reports if report.content]
    return sum(question not in sheet for sheet in sheets)


def asked_as(reports: Sequence[ReportView]) -> list[tuple[str, str, list[ReportView]]]:
    """Each question once for each wording in which it was put, with the reports that answered it.

    Today's questions come first, in the order of the pack; those asked no more stand behind.
    """
    found: dict[str, dict[str, list[ReportView]]] = {code.value: {} for code in sheet_order()}
    for report in reports:
        for code in report.content.get("sheet", {}):
            wording = worded(report.asked, "question", code)
            found.setdefault(code, {}).setdefault(wording, []).append(report)
    return [
        (code, wording, group)
        for code, wordings in found.items()
        for wording, group in (wordings or {label("question", code): []}).items()
    ]


def theirs(
    entry: Said, asked: Questionnaire | None = None, unasked: int = 0
) -> tuple[str, str] | None:
    """What the students say to one question: the answer, how many gave which, their words.

    ``unasked`` counts those who were not asked it.
    """
    if not entry.counts:
        return None
    words = list(entry.words)
    numbers = [f"{worded(asked, 'answer', code)} {n}" for code, n in entry.counts.items()]
    numbers += [_("没有问 %(n)s", n=unasked)] if unasked else []
    if len(numbers) > 1:
        words.insert(0, _("（%(counts)s）", counts=_("，").join(numbers)))
    answer = next(iter(entry.counts)) if len(entry.counts) == 1 else entry.answer
    return worded(asked, "answer", answer), _("；").join(words)


def _ours(
    question: Question, draft: AnswerDraft | None, answer: AnswerLine | None
) -> tuple[str, str] | None:
    """What the authority says to one question, in the draft or in the last answer."""
    if draft is not None:
        entry = draft.sheet.get(question)
        return (entry.answer.value, entry.words) if entry and entry.answer else None
    entry_of = answer.sheet.get(question.value) if answer else None
    return (entry_of["a"], entry_of["w"]) if entry_of and entry_of["a"] else None


def details(report: ReportView, file: CaseFile) -> list[tuple[str, Any, None]]:
    """What one report says besides the sheet and the story."""
    content = report.content
    since, until = _period(content, file)
    collector = [text for text in content["collector"].values() if text]
    rows = [
        (_("谁在举报"), worded(report.asked, "filer", content["filer"])),
        (_("怎样施压"), _listed(report.asked, "lever", content["levers"])),
        (_("范围"), worded(report.asked, "scope", content["scope"])),
        (_("时间"), Markup("{} – {}").format(since, until)),
        (_("做法说明"), content["practice_note"]),
        (_("采集方"), _("、").join(collector)),
        (_("学生要求"), _listed(report.asked, "asked", content["asked"])),
        (_("联系方式"), content["contact"] or _erased(content.get("contact_erased"))),
        (_("学校（学生写的）"), content["school_name"]),
        (_("学生认为送错了"), content["wrong_route"] or ""),
    ]
    return [(term, value, None) for term, value in rows if value]


def _period(content: Mapping[str, Any], file: CaseFile) -> tuple[Markup, Markup | str]:
    """When it began and ended, as this report says."""
    case = file.case
    since, until = content.get("since"), content.get("until")
    if not since:
        since, until = case.period_from, case.period_to
    if until:
        return month(since), month(until)
    known = {"yes": _("还在继续"), "unknown": _("不知道还在不在继续")}
    return month(since), known.get(content.get("running", ""), _("现在仍在继续，或不清楚"))


def _erased(day: str | None) -> Markup | str:
    """That the student deleted their contact, and when."""
    gone = date.fromisoformat(day) if day else None
    return escape(_("学生在%(day)s删除了")) % {"day": day_bare(gone)} if gone else ""


def _listed(asked: Questionnaire | None, group: str, codes: Sequence[str]) -> str:
    """Several codes in words."""
    return str(_("、")).join(worded(asked, group, code) for code in codes)


def thread(file: CaseFile, messages: Sequence[MessageView], several: bool) -> list[dict[str, Any]]:
    """The messages, oldest first; equal ones to several reports are shown once."""
    shown: dict[tuple[Any, ...], dict[str, Any]] = {}
    for message in messages:
        key = (message.on, message.kind, message.text, message.mine or (message.of, message.report))
        if key in shown:
            continue
        kind = "" if message.kind == "message" else label("message_kind", message.kind)
        shown[key] = {
            "who": _sender(file, message, several),
            "mine": message.mine,
            "when": message.on,
            "note": _("，").join([part for part in (kind, _enclosed(message)) if part]) or None,
            "body": markdown(message.text) if message.mine else paragraphs(message.text),
            "id": None,
        }
    return list(shown.values())


def _enclosed(message: MessageView) -> str:
    """The files that went with a message."""
    return str(_("附文件：%(names)s", names=_("、").join(message.files))) if message.files else ""


def _sender(file: CaseFile, message: MessageView, several: bool) -> str:
    """Who wrote: the authority as a whole, or the student of a report."""
    if message.mine:
        return name(file.authorities.get(message.sender)) or label("party", "officer")
    if message.of is not None:
        return str(_("学生（%(ref)s 举报 %(n)s）", ref=message.of, n=message.report))
    return str(_("学生（举报 %(n)s）", n=message.report) if several else _("学生"))


def notes(file: CaseFile, found: Sequence[NoteView]) -> list[dict[str, Any]]:
    """Notes for colleagues that belong to no event."""
    return [
        {
            "who": file.people.get(note.account_id) or _("其他机关的人员"),
            "mine": False,
            "when": note.at.date(),
            "note": _readers(file, note),
            "body": paragraphs(note.text),
            "id": None,
        }
        for note in found
        if note.event is None
    ]


def _readers(file: CaseFile, note: NoteView) -> str | None:
    """Who reads a superior's note; of the holder's own notes nothing need be said."""
    if note.kind == OWN_NOTE:
        return str(_("只有本机关同事能看到"))
    ours = note.account_id in file.people
    if ours and file.relation is not Relation.HOLDER:
        return str(_("在办机关也能看到"))
    return None


def size_words(size: int) -> str:
    """A file's size for people."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"


def sheet_hint(file: CaseFile, reports: Sequence[ReportView]) -> str:
    """How many reports, and which side of the sheet the public will read."""
    merged = sum(1 for report in reports if report.of and not report.withdrawn)
    count = ngettext("%(num)s 份举报。", "%(num)s 份举报。", file.case.reports + merged)
    public = _("公开时只列学生选的答案，不列学生写的话；机关的回答全文公开。")
    return f"{count}{public}"
