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
INTERNAL = frozenset({"assigned", "drafted", "draft_returned", "proof_drafted", "proof_returned"})
"""Events that concern nobody outside the authority."""
LATE = frozenset({"notice_overdue", "retaliation_flag"})
REMINDER = "S0"
"""How the codes of mere reminders begin; the other rungs mean lateness."""


def name(both: tuple[str, str] | None) -> str:
    """An authority's name in the reader's language; empty for nobody."""
    return both[lang() == "en"] if both else ""


def timeline(file: CaseFile, opened: Opened | None) -> list[dict[str, Any]]:
    """The history, newest first, with the notes that explain its events."""
    notes = {note.event: note.text for note in opened.notes if note.event} if opened else {}
    shown = reversed(_shown(file.history))
    items = [_line(event, file, notes.get(event.number, "")) for event in shown]
    if items and not items[0]["state"]:
        items[0]["state"] = "now"
    return items


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


def _to(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """To which report, when it was not all of them."""
    number = fields.get("report")
    return str(_("给举报 %(n)s", n=number)) if number else ""


def _opinion(fields: Mapping[str, Any], _file: CaseFile) -> str:
    """Whether the answer stands, and the finding."""
    parts = [label("opinion", fields["opinion"]), label("finding", fields["finding"])]
    return _joined(*parts)


_GIVEN = frozenset({"ask_review", "ask_second_review", "review_passed_on"})
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
    "merge": lambda fields, _file: str(fields.get("into", "")),
    "unmerge": lambda fields, _file: str(fields.get("out_of", "")),
    "took_in": lambda fields, _file: str(fields["child"]),
    "let_go": lambda fields, _file: str(fields["child"]),
    "ask": _to,
    "message": _to,
    "letter_issued": lambda fields, _file: label("letter_kind", fields["kind"]),
}
