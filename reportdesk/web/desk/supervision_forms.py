"""Forms of supervision; each carries the version of the case it was made for."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from reportdesk.web.desk.case_forms import (
    LONGEST_TEXT,
    TOO_LONG,
    NoteForm,
    StepForm,
    one_of,
    words,
)
from reportdesk.web.desk.forms import NEEDED
from reportdesk.web.fields import DayField

OWN, SHARED = "own", "shared"


class DemandForm(StepForm):
    """What is to be reported, and by when."""

    until = DayField(_l("哪一天以前报告"), [InputRequired(NEEDED)])
    text = words(_l("要报告什么"))


class ReportUpForm(StepForm):
    """The holder's report."""

    text = words(_l("报告"))


class JudgeReportForm(StepForm):
    """The superior's decision on a report; sending it back needs words and a day."""

    until: Any = DayField(_l("新的日期"))
    text = TextAreaField(_l("哪里没写清楚"), [Length(max=LONGEST_TEXT, message=TOO_LONG)])

    @property
    def sends_back(self) -> bool:
        """Which of the two buttons was pressed."""
        return request.form.get("do") == "send_back"

    def validate_text(self, field: Field) -> None:
        """Sending back needs words."""
        if self.sends_back and not (field.data or "").strip():
            raise ValidationError(NEEDED)

    def validate_until(self, field: Field) -> None:
        """Sending back needs a day."""
        if self.sends_back and field.data is None and not field.errors:
            raise ValidationError(NEEDED)


class OrderForm(StepForm):
    """Why acceptance is ordered."""

    text = words(_l("理由和要求"))


class TakeOverForm(StepForm):
    """Why the superior takes the case over."""

    text = words(_l("理由"))


class TransferForm(StepForm):
    """The new authority, and why."""

    q = StringField(_l("按名称找机关"), [Length(max=80, message=TOO_LONG)])
    target = one_of(_l("交给哪个机关"))
    text = words(_l("理由"))


class SuperiorsNoteForm(NoteForm):
    """A note of a superior, with who may read it."""

    reads = RadioField(
        _l("谁能看到"),
        choices=[
            SelectChoice(SHARED, _l("在办机关的人员和本机关同事")),
            SelectChoice(OWN, _l("只有本机关同事")),
        ],
        default=OWN,
    )
