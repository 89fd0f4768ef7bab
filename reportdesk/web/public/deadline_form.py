"""The form of the deadline calculator: only the facts that the chosen clock takes."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired, Optional

from reportdesk.domain.clocks import ClockRule
from reportdesk.domain.errors import BadInput
from reportdesk.packs.deadline import Facts, start_words, takes
from reportdesk.packs.schema import Pack
from reportdesk.web.fields import CountField, DayField
from reportdesk.web.labels import error_words
from reportdesk.web.locale import lang

NEEDED = ("start", "extension", "promised")
"""Facts without which nothing can be counted."""
MISSING = _l("请填写这一项")
ANONYMOUS, NAMED = "anonymous", "named"
FIELD_OF = {"extension_days": "extension", "hearing_days": "hearing", "started_by": "event"}
"""What the rules call a fact -> its field."""


class DeadlineForm(FlaskForm):
    """Nothing here is anybody's own, so there is nothing to forge."""

    class Meta:
        """Public pages have no session."""

        csrf = False

    event = RadioField(_l("从哪一天算起"), [Optional()], validate_choice=False)
    start = DayField(_l("起点是哪一天"), [InputRequired(MISSING)])
    extension = CountField(_l("延长几天"), [InputRequired(MISSING)])
    promised = DayField(_l("机关承诺的日期"), [InputRequired(MISSING)])
    hearing = CountField(_l("听证用了几天（没有听证就不填）"), [Optional()])
    filed = RadioField(_l("举报人留了姓名和地址吗"), [Optional()], validate_choice=False)


def form_for(rule: ClockRule, pack: Pack, given: MultiDict[str, str]) -> DeadlineForm:
    """The form of a clock, filled with what the address gives."""
    form = DeadlineForm(formdata=given)
    fields = takes(rule)
    for name in [field.name for field in form if field.name not in fields]:
        del form[name]
    if "event" in fields:
        form.event.choices = [
            SelectChoice(event, pack.labels("clock_event", event, lang())) for event in rule.starts
        ]
        form.event.data = form.event.data or rule.starts[0]
    else:
        form.start.label.text = _("%(event)s是哪一天", event=start_words(rule, pack, lang()))
    if "filed" in fields:
        form.filed.choices = [
            SelectChoice(ANONYMOUS, _("没有，匿名")),
            SelectChoice(NAMED, _("留了")),
        ]
        form.filed.data = form.filed.data or ANONYMOUS
    if "extension" in fields and not given.get("extension"):
        form.extension.data = rule.cap
    return form


def is_complete(form: DeadlineForm, given: MultiDict[str, str]) -> bool:
    """Whether the address gives everything that has to be given, be it empty or wrong."""
    return all(name in given for name in NEEDED if name in form)


def facts_of(form: DeadlineForm) -> Facts:
    """The facts of a form that was found good."""
    said = {field.name: field.data for field in form}
    return Facts(
        start=said["start"],
        event=said.get("event"),
        extension=said.get("extension") or 0,
        promised=said.get("promised"),
        hearing=said.get("hearing") or 0,
        named=said.get("filed") == NAMED,
    )


def put(form: DeadlineForm, error: BadInput) -> None:
    """Write a refusal of the rules beside the field that it is about."""
    name = FIELD_OF.get(error.field, error.field)
    form[name].errors = [error_words(error.code, **error.params)]


def pairs(rule: ClockRule, facts: Facts) -> list[tuple[str, str]]:
    """The facts in canonical order; what the clock assumes anyway is left out."""
    usual = {"event": rule.starts[0], "hearing": "0", "filed": ANONYMOUS}
    said: Mapping[str, Any] = {
        "event": facts.event,
        "start": facts.start.isoformat(),
        "extension": str(facts.extension),
        "promised": facts.promised.isoformat() if facts.promised else None,
        "hearing": str(facts.hearing),
        "filed": NAMED if facts.named else ANONYMOUS,
    }
    return [(name, said[name]) for name in takes(rule) if said[name] != usual.get(name)]
