"""Forms of letters to authorities without accounts, and of what they answer on paper."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from reportdesk.domain.correspondence import Way
from reportdesk.services.corresponding import LONGEST_TRACKING
from reportdesk.web.desk.case_forms import TOO_LONG, StepForm, one_of
from reportdesk.web.desk.forms import NEEDED
from reportdesk.web.fields import DayField


class LetterForm(StepForm):
    """A letter to write; ``state`` carries its reference, so that sending twice shows the same."""

    state = HiddenField()


class SentForm(StepForm):
    """When and how a letter left."""

    on = DayField(_l("哪一天寄出的"), [InputRequired(NEEDED)])
    way = one_of(_l("怎样送的"))
    tracking = StringField(
        _l("邮件号或登记号（可以不填）"), [Length(max=LONGEST_TRACKING, message=TOO_LONG)]
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.way, "letter_way", Way)


class ArrivedForm(StepForm):
    """When a letter arrived."""

    on = DayField(_l("哪一天送到的"), [InputRequired(NEEDED)])
