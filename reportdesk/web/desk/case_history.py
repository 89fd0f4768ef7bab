"""What happened to a case, one line an event: who did it, why, and what was noted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from reportdesk.packs.words import day_words
from reportdesk.queries.casefile import CaseFile, EventLine
from reportdesk.services.reading import Opened
from reportdesk.web.labels import label
from reportdesk.web.locale import lang
from reportdesk.web.rejudged import moved, versions

HIDDEN = frozenset({"clock_started", "clock_stopped"})
"""Events that the clocks themselves show."""
INTERNAL = frozenset(
    {
        *("assigned", "drafted", "draft_returned", "proof_drafted", "proof_returned"),
        *("reply_entered", "reply_refused"),
    }
)
"""Events that concern nobody outside the authority."""
LATE = frozenset({"notice_overdue", "retaliation_flag"})
REMINDER = "S0"
"""How the codes of mere reminders begin; the other rungs mean lateness."""


def name(both: tuple[str, str] | None) -> str:
    """An authority's name in the reader's language; empty for nobody."""
    return both[lang() == "en"] if both else ""


def timeline(file: CaseFile, opened: Opened | None) -> list[dict[str, Any]]:
    """The history without reminders, newest first, with the notes that explain its events."""
    notes = {note.event: note.text for note in opened.notes if note.event} if opened else {}
    shown = [event for event in reversed(_shown(file.history)) if not _reminds(event)]
    items = [_line(event, file, notes.get(event.number, "")) for event in shown]
    if items and not items[0]["state"]:
        items[0]["state"] = "now"
    return items


def reminders(file: CaseFile) -> list[dict[str, Any]]:
    """The mere reminders, newest first."""
    return [_line(event, file, "") for event in reversed(file.history) if _reminds(event)]


def news(file: CaseFile, events: Sequence[EventLine]) -> list[str]:
    """What happened meanwhile, one sentence an event."""
    return [_joined(_title(event), _who(event), _facts(event, file)) for event in _shown(events)]


def _shown(events: Sequence[EventLine]) -> list[EventLine]:
    """The events that this reader's page tells."""
    return [
        event
        for event in events
        if event.event not in HIDDEN and (event.who or event.event not in INTERNAL)
    ]


def _title(event: EventLine) -> str:
    """What happened; of a rung, which one."""
    if event.event == "rung_fired":
        return label("rung", event.fields["rung"])
    return label("event", event.event)


def _reminds(event: EventLine) -> bool:
    """Whether the event is a mere reminder: many of them would bury what people did."""
    return event.event == "rung_fired" and event.fields["rung"].startswith(REMINDER)


def _is_late(event: EventLine) -> bool:
    """Whether the event tells of lateness or pressure."""
    rung = str(event.fields.get("rung", REMINDER))
    return event.event in LATE or not rung.startswith(REMINDER)


def _joined(*parts: str) -> str:
    """The parts of a sentence that are there."""
    return str(_("，")).join(part for part in parts if part)


def _line(event: EventLine, file: CaseFile, note: str) -> dict[str, Any]:
    """One event of the timeline."""
    parts = [_who(event), _facts(event, file)]
    if event.entered_on != event.on and event.party not in {"reporter", "system"}:
        parts.append(_("%(day)s录入", day=_bare(event.entered_on)))
    if event.fields.get("dated"):
        parts.append(_paper(event.fields))
    text = _joined(*parts)
    if note:
        text = _("%(text)s：%(note)s", text=text, note=note) if text else note
    return {
        "when": event.on,
        "title": _title(event),
        "text": text,
        "state": "late" if _is_late(event) else "",
    }


def _who(event: EventLine) -> str:
    """Who did it: a colleague by name, another authority as a whole, nobody for the system."""
    if event.who:
        return event.who
    return "" if event.party in {"reporter", "system"} else name(event.authority)


def _facts(event: EventLine, file: CaseFile) -> str:
    """What the history row itself says about the event."""
    if event.event in _GIVEN and event.authority:
        return str(_("交给%(name)s", name=name(event.authority)))
    writer = _FACTS.get(event.event)
    return writer(event.fields, file) if writer else ""


def _body(file: CaseFile, authority_id: object) -> str:
    """The name of an authority mentioned in an event."""
    return name(file.authorities.get(str(authority_id)))


def _return(fields: Mapping[str, Any], file: CaseFile) -> str:
    """Why it was returned, to whom it belongs, and whether that was late."""
    to = _body(file, fields.get("competent")) or _("名录以外的机关")
    text = _("%(why)s，应由%(who)s办理", why=label("return_reason", fields["reason"]), who=to)
    return str(_("%(text)s，逾期退回", text=text)) if fields.get("late") else text


def _extend(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """Why and until when."""
    until = _bare(date.fromisoformat(fields["until"]))
    why = label("extension_reason", fields["reason"])
    return str(_("%(why)s，延长到 %(until)s", why=why, until=until))


def _rung(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """For which clock it was."""
    return label("clock", fields["clock"])


def _rejudged(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """Both dates and both versions."""
    return _joined(moved(fields), versions(fields))


def _bare(when: date) -> str:
    """A day inside a sentence."""
    return day_words(when, lang())


def _assigned(fields: Mapping[str, Any], file: CaseFile) -> str:
    """To whom it was given."""
    if not fields["to"]:
        return str(_("不再分派"))
    return str(_("交给%(name)s", name=file.people.get(fields["to"], "")))


def _measure(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """Which measure it is about."""
    return label("measure", fields["measure"])


def _demanded(fields: Mapping[str, Any], file: CaseFile) -> str:
    """Of whom a report is demanded, and by when."""
    who, day = _body(file, fields["of"]), _bare(date.fromisoformat(fields["by_day"]))
    return str(_("要%(who)s在 %(day)s前报告", who=who, day=day))


def _of(fields: Mapping[str, Any], file: CaseFile) -> str:
    """Whose case a superior acted on."""
    return str(_("承办机关是%(who)s", who=_body(file, fields["of"])))


def _transfer(fields: Mapping[str, Any], file: CaseFile) -> str:
    """From whom to whom."""
    who, to = _body(file, fields["of"]), _body(file, fields["target"])
    return str(_("从%(who)s改交%(to)s", who=who, to=to))


def _day(iso: str) -> str:
    """A day of a history row in words."""
    return _bare(date.fromisoformat(iso))


def _changed(fields: Mapping[str, Any]) -> str:
    """A day that became another."""
    return str(_("原来是%(old)s，改为%(new)s", old=_day(fields["old"]), new=_day(fields["new"])))


def _to(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """To which report, when it was not all of them."""
    number = fields.get("report")
    return str(_("给举报 %(n)s", n=number)) if number else ""


def _opinion(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """Whether the answer stands, and the finding."""
    parts = [label("opinion", fields["opinion"]), label("finding", fields["finding"])]
    return _joined(*parts)


def _paper(fields: Mapping[str, Any]) -> str:
    """From which document the platform copied it."""
    dated, came = (_bare(date.fromisoformat(str(fields[k]))) for k in ("dated", "received"))
    number = fields["document"]
    words = _(
        "平台录自公文 %(number)s（%(dated)s），%(came)s收到", number=number, dated=dated, came=came
    )
    return str(words)


def _held(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """Why content stays, and until when."""
    until = _bare(date.fromisoformat(fields["until"]))
    why = label("hold_reason", fields["reason"])
    return str(_("%(why)s，留到%(until)s", why=why, until=until))


def _announced(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """On which day content goes."""
    return str(_("%(day)s销毁", day=_bare(date.fromisoformat(fields["due"]))))


def _by_rule(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """By whose rule content went."""
    return str(_("按“%(rule)s”的期限", rule=label("outcome", fields["rule"])))


def _arrived(fields: Mapping[str, Any], file: CaseFile) -> str:
    """Whom a letter reached, and when."""
    day = _bare(date.fromisoformat(fields["arrived"]))
    return _joined(_body(file, fields["to"]), str(_("%(day)s送到", day=day)))


_GIVEN = frozenset({"ask_review", "ask_second_review", "review_passed_on", "review_by_letter"})
"""Events that give the case to a reviewer."""
_FACTS: Mapping[str, Callable[[Mapping[str, Any], CaseFile], str]] = {
    "return": _return,
    "extend": _extend,
    "rung_fired": _rung,
    "clock_rejudged": _rejudged,
    "decline": lambda fields, _file: label("decline_reason", fields["reason"]),
    "reassign": lambda fields, file: _body(file, fields["target"]),
    "answer": lambda fields, _file: label("finding", fields["finding"]),
    "give_opinion": _opinion,
    "give_final_opinion": _opinion,
    "evidence": _measure,
    "proof_drafted": _measure,
    "proof_returned": _measure,
    "assigned": _assigned,
    "said_same": lambda fields, _file: str(fields["of"]),
    "letter_arrived": _arrived,
    "route_confirmed": lambda fields, _file: label("route_reason", fields["reason"]),
    "route_corrected": lambda fields, file: _body(file, fields["target"]),
    "dispatch": lambda fields, _file: label("letter_way", fields["way"]),
    "merge": lambda fields, _file: str(fields.get("into", "")),
    "unmerge": lambda fields, _file: str(fields.get("out_of", "")),
    "reopened": lambda fields, _file: _joined(
        str(fields["of"]), label("reopen_reason", fields["reason"])
    ),
    "corrected": lambda fields, _file: _changed(fields),
    "number_corrected": lambda fields, _file: str(
        _("原来是%(old)s，改为%(new)s", old=fields["old"] or _("空"), new=fields["new"] or _("空"))
    ),
    "hearing": lambda fields, _file: str(
        _("从%(first)s到%(last)s", first=_day(fields["first"]), last=_day(fields["last"]))
    ),
    "clock_moved": lambda fields, file: _joined(_rung(fields, file), _changed(fields)),
    "continued": lambda fields, _file: str(fields["of"]),
    "took_in": lambda fields, _file: str(fields["child"]),
    "let_go": lambda fields, _file: str(fields["child"]),
    "ask": _to,
    "message": _to,
    "hold_asked": _held,
    "hold_put": _held,
    "destruction_announced": _announced,
    "content_destroyed": _by_rule,
    "report_destroyed": _by_rule,
    "withheld": lambda fields, _file: label("withheld_reason", fields["reason"]),
    **dict.fromkeys(("demand", "return_report"), _demanded),
    **dict.fromkeys(("order_acceptance", "take_over"), _of),
    "transfer": _transfer,
    "letter_issued": lambda fields, _file: label("letter_kind", fields["kind"]),
}
