"""The deadline calculator: when a date falls due and why, for any start, by the site's own rules.

Reads the pack and nothing else. Every answer has an address of its own; none is kept.
"""

from dataclasses import dataclass

from flask import Response, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.clocks import ClockRule
from reportdesk.domain.errors import BadInput
from reportdesk.domain.span import marks_of
from reportdesk.packs.deadline import Deadline, data, known_until, takes, work_out
from reportdesk.packs.explain import explain, explain_rule, unit_words
from reportdesk.release.render import dump
from reportdesk.settings import Settings
from reportdesk.web import errors
from reportdesk.web.dates import day
from reportdesk.web.headers import on_onion
from reportdesk.web.ical import KIND, Entry, calendar_file, uid
from reportdesk.web.labels import label, the_pack
from reportdesk.web.locale import lang
from reportdesk.web.public.answers import address, explained
from reportdesk.web.public.blueprint import public
from reportdesk.web.public.deadline_form import (
    ANONYMOUS,
    NAMED,
    DeadlineForm,
    facts_of,
    form_for,
    is_complete,
    pairs,
    put,
)
from reportdesk.web.public.query import LANGS, QueryError

PATH = "/deadlines"
EXAMPLE = (("clock", "K2"), ("start", "2026-03-17"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked address; ``found`` is None until everything was given, and given well."""

    rule: ClockRule | None
    form: DeadlineForm | None
    found: Deadline | None
    wrong: bool
    pairs: tuple[tuple[str, str], ...]

    def address(self, ending: str = "", *, english: bool = False) -> str:
        """The canonical address of this answer."""
        language = [("lang", "en")] if english else []
        return address(PATH + ending, [*language, *self.pairs])


def ask() -> Asked:
    """What the address asks for. Raises QueryError for what it does not take."""
    given, pack = request.args, the_pack()
    key = _once("clock")
    if key is not None and key not in pack.clocks:
        raise QueryError("clock", tuple(pack.clocks))
    rule = pack.clocks[key] if key else None
    known = ("lang", "clock", *(takes(rule) if rule else ()))
    if any(name not in known for name in given):
        raise QueryError(None, known)
    for name in known:
        _once(name)
    if (_once("lang") or "zh") not in LANGS:
        raise QueryError("lang", sorted(LANGS))
    if rule is None:
        return Asked(None, None, None, False, ())
    for name, choices in {"event": rule.starts, "filed": (ANONYMOUS, NAMED)}.items():
        if (_once(name) or choices[0]) not in choices:
            raise QueryError(name, choices)
    return _answer(rule, form_for(rule, pack, given))


def _once(name: str) -> str | None:
    """A parameter that may be given once."""
    values = request.args.getlist(name)
    if len(values) > 1:
        raise QueryError(name, ())
    return values[0] if values else None


def _answer(rule: ClockRule, form: DeadlineForm) -> Asked:
    """The deadline, or the form with what is the matter."""
    start = (("clock", rule.key),)
    if not is_complete(form, request.args):
        return Asked(rule, form, None, False, start)
    if not form.validate():
        return Asked(rule, form, None, True, start)
    facts = facts_of(form)
    try:
        found = work_out(the_pack(), rule.key, facts)
    except BadInput as error:
        put(form, error)
        return Asked(rule, form, None, True, start)
    return Asked(rule, form, found, False, (*start, *pairs(rule, facts)))


@public.get(PATH)
def deadlines() -> ResponseReturnValue:
    """Choose a clock, say what is known, and read when it is due and why."""
    try:
        asked = ask()
    except QueryError as wrong:
        return errors.answer(400, explained(wrong))
    english = lang() == "en"
    if asked.found is not None and _differs(asked.address(english=english)):
        return _unkept(make_response(redirect(asked.address(english=english))))
    return _unkept(make_response(_page(asked), 400 if asked.wrong else 200))


def _differs(canonical: str) -> bool:
    """Whether this is not the address that the same answer always has."""
    return address(PATH, list(request.args.items(multi=True))) != canonical


def _unkept(response: Response) -> Response:
    """An answer that no cache between keeps: which day somebody asked about is their own affair."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(asked: Asked) -> str:
    """The choice of a clock, the form, and the answer once there is one."""
    pack = the_pack()
    found = asked.found
    return render_template(
        "public/deadlines.html",
        asked=asked,
        form=asked.form,
        found=found,
        choices=[(rule, explain_rule(rule, pack, lang())[0]) for rule in pack.clocks.values()],
        rule_words=explain_rule(asked.rule, pack, lang()) if asked.rule else [],
        months=found.months if found else (),
        legend=marks_of(found.months) if found else (),
        ladder=[[day(rung.on), label("rung", rung.rung.value)] for rung in found.rungs]
        if found
        else [],
        most=unit_words(asked.rule.unit, asked.rule.cap or 0, lang()) if asked.rule else "",
        known=known_until(pack),
        pack=pack,
        lasting=_origin() + asked.address(),
        example=address(PATH, [*([("lang", "en")] if lang() == "en" else []), *EXAMPLE]),
    )


def _origin() -> str:
    """The address of this site as it is cited."""
    settings: Settings = current_app.extensions["reportdesk.settings"]
    return (on_onion() and settings.onion_url) or settings.site_url


def _file() -> Asked | Response:
    """What a data address asks for, or the problem document that says what is the matter."""
    try:
        asked = ask()
    except QueryError as wrong:
        return errors.answer(400, explained(wrong))
    if asked.found is not None:
        return asked
    said = [str(text) for field in asked.form or () for text in field.errors]
    return errors.answer(400, " ".join(said) or str(_("请写明期限和起点。")))


@public.get(f"{PATH}.json")
def deadlines_json() -> ResponseReturnValue:
    """The same answer for programs, in both languages."""
    asked = _file()
    if not isinstance(asked, Asked) or asked.found is None:
        return asked  # type: ignore[return-value]  # a problem document
    said = {**data(asked.found, the_pack()), "permalink": _origin() + asked.address()}
    return _unkept(Response(dump(said), content_type="application/json"))


@public.get(f"{PATH}.ics")
def deadlines_ics() -> ResponseReturnValue:
    """The same answer for a calendar: one day, and a reminder three days before."""
    asked = _file()
    if not isinstance(asked, Asked) or asked.found is None:
        return asked  # type: ignore[return-value]  # a problem document
    due, pack = asked.found.due, the_pack()
    name = pack.labels("clock", due.key, lang())
    entry = Entry(
        uid=uid(due.pack, asked.address()),
        on=due.due,
        title=_("最迟：%(what)s", what=name),
        text=("" if lang() == "zh" else " ").join(explain(due, pack, lang())),
        stamp=due.start,
        url=_origin() + asked.address(english=lang() == "en"),
    )
    response = Response(calendar_file(name, [entry]), content_type=KIND)
    response.headers["Content-Disposition"] = f'attachment; filename="{due.key}-{due.due}.ics"'
    return _unkept(response)
