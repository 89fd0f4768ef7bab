"""Forms of legal holds and of withholding."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import AnyOf, InputRequired

from reportdesk.domain.disclosure import WITHHELD_FOR
from reportdesk.domain.retention import HoldReason
from reportdesk.web.desk.case_forms import CHOOSE, StepForm, one_of
from reportdesk.web.desk.forms import NEEDED
from reportdesk.web.fields import DayField
from reportdesk.web.labels import choices


class HoldForm(StepForm):
    """Why content stays, and until when."""

    reason = one_of(_l("为什么要暂缓销毁"))
    until = DayField(_l("留到哪一天"), [InputRequired(NEEDED)])

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "hold_reason", HoldReason)


class WithholdForm(StepForm):
    """Why a case leaves the public record."""

    reason = one_of(_l("不公开的原因"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.reason.choices = choices("withheld_reason", WITHHELD_FOR)
        self.reason.validators = [
            *self.reason.validators,
            AnyOf([code.value for code in WITHHELD_FOR], CHOOSE),
        ]


class DecideForm(StepForm):
    """A decision by button about a hold of the case, or about its withholding."""

    number = HiddenField()

    def which(self) -> int:
        """The number of the hold; 0, which none has, when it does not say."""
        text = str(self.number.data or "")
        return int(text) if text.isdecimal() and len(text) < 9 else 0
