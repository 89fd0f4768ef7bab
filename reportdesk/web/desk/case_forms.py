"""Forms of the steps on a case; each carries the version of the case it was made for."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from reportdesk.domain.reopening import ReopenReason
from reportdesk.domain.taxonomy import DeclineReason, ExtensionReason, ReturnReason
from reportdesk.queries.casefile import CaseFile
from reportdesk.services.triage import LONGEST_NUMBER
from reportdesk.web.desk.choosing import NOT_LISTED
from reportdesk.web.desk.forms import NEEDED, PlainForm
from reportdesk.web.fields import DayField
from reportdesk.web.labels import choices

LONGEST_TEXT = 5_000
LONGEST_PROOF = 300
"""Characters."""
ALL = "all"
"""Every reporter of a case, rather than one."""
TOO_LONG = _l("太长了，最多 %(max)d 个字")
CHOOSE = _l("请选一项")


def one_of(text: object) -> Any:
    """A choice that must be made; the codes come with the page."""
    return RadioField(text, [DataRequired(CHOOSE)], choices=[], validate_choice=False)


def words(text: object, most: int = LONGEST_TEXT) -> Any:
    """A text that must be there."""
    limits = [DataRequired(NEEDED), Length(max=most, message=TOO_LONG)]
    return TextAreaField(text, limits)


class StepForm(PlainForm):
    """A step on a case: ``version`` and ``seen`` say which case the page showed."""

    version = HiddenField()
    seen = HiddenField()

    def made_for(self) -> int:
        """The version this form was made for; 0, which no case has, when it does not say."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 9 else 0

    def seen_event(self) -> int:
        """Number of the last event the page showed."""
        text = str(self.seen.data or "")
        return int(text) if text.isdecimal() and len(text) < 9 else 0

    def show(self, file: CaseFile) -> None:
        """Fill in what depends on the case; every showing is for the case as it is now."""
        self.version.data, self.seen.data = str(file.case.version), str(file.seen)

    def offer(self, field: Any, group: str, codes: type[StrEnum]) -> None:
        """Give a choice its codes with words."""
        field.choices = choices(group, codes)
        field.validators = [*field.validators, AnyOf([code.value for code in codes], CHOOSE)]


class RegisterForm(StepForm):
    """The authority's own number."""

    own_number = StringField(
        _l("本机关收文编号（可以不填）"), [Length(max=LONGEST_NUMBER, message=TOO_LONG)]
    )


class AcceptForm(StepForm):
    """The day of acceptance."""

    on = DayField(_l("受理日期"), [InputRequired(NEEDED)])


class DeclineForm(StepForm):
    """Why it is not taken on, and where else to turn."""

    reason = one_of(_l("理由"))
    text = words(_l("写给学生的说明"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "decline_reason", DeclineReason)


class ReturnForm(StepForm):
    """Why it is not ours, and whose it is."""

    reason = one_of(_l("理由"))
    q = StringField(_l("应当由哪个机关办理"), [Length(max=80, message=TOO_LONG)])
    competent = one_of(_l("选一个机关"))
    text = words(_l("具体说明"))

    def body(self) -> str | None:
        """Id of the competent body; None when the register does not have it."""
        return None if self.competent.data == NOT_LISTED else str(self.competent.data)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "return_reason", ReturnReason)


class InvestigateForm(StepForm):
    """A note on what is done first."""

    text = words(_l("先做了什么"))


class SendBackForm(StepForm):
    """What the authority below has to do."""

    text = words(_l("重办要求"))


class AddressedForm(StepForm):
    """A text for all reporters of a case, or for one."""

    report = SelectField(_l("发给谁"), choices=[], validate_choice=False, default=ALL)

    def offer_reports(self, numbers: Iterable[int], every: str, one: str) -> None:
        """The reports that can still be written to; ``one`` names a single report by number."""
        single = [(str(number), one % {"n": number}) for number in numbers]
        self.report.choices = [(ALL, every), *(single if len(single) > 1 else [])]

    def addressee(self) -> int | None:
        """Number of the one report, or None for all; -1, which no report has, for nonsense."""
        if self.report.data in {None, "", ALL}:
            return None
        return int(self.report.data) if str(self.report.data).isdecimal() else -1


class AskForm(AddressedForm):
    """A question to the reporters."""

    text = words(_l("要问的问题"))


class MessageForm(AddressedForm):
    """A message to the reporters."""

    text = words(_l("给学生写消息"))


class NoteForm(StepForm):
    """A note for colleagues."""

    text = words(_l("写一条备注"))


class ExtendForm(StepForm):
    """Why it takes longer, and until when."""

    reason = one_of(_l("理由"))
    until = DayField(_l("延长到哪一天"), [InputRequired(NEEDED)])
    text = words(_l("具体说明（内部留存）"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "extension_reason", ExtensionReason)


class MergeForm(StepForm):
    """The case to follow, and why."""

    into = one_of(_l("并入哪一起"))
    text = words(_l("为什么是同一件事"))
    others: Sequence[tuple[str, str]] = ()
    """References of cases that cannot be chosen, with the reason."""


class UnmergeForm(StepForm):
    """Why it is not the same matter."""

    text = words(_l("为什么拆回"))


class ReopenForm(StepForm):
    """Why a closed case is taken up again."""

    reason = one_of(_l("为什么接着办"))
    text = words(_l("具体情况"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "reopen_reason", ReopenReason)


class CorrectDayForm(StepForm):
    """The right day of acceptance."""

    on = DayField(_l("正确的受理日期"), [InputRequired(NEEDED)])
    text = words(_l("为什么更正"))


class CorrectNumberForm(StepForm):
    """The right number of one's own."""

    number = StringField(_l("正确的本机关编号"), [Length(max=LONGEST_NUMBER, message=TOO_LONG)])
    text = words(_l("为什么更正"))


class HearingForm(StepForm):
    """The days of a hearing."""

    first = DayField(_l("听证开始"), [InputRequired(NEEDED)])
    last = DayField(_l("听证结束"), [InputRequired(NEEDED)])


class AssignForm(StepForm):
    """The colleague who works on it."""

    account = SelectField(_l("由谁经办"), choices=[], validate_choice=False)


class EvidenceForm(StepForm):
    """What proves a measure, for the public."""

    on = DayField(_l("哪一天落实的"), [InputRequired(NEEDED)])
    evidence = words(_l("用什么证明"), LONGEST_PROOF)


class ReassignForm(StepForm):
    """The corrected target."""

    q = StringField(_l("按名称找机关"), [Length(max=80, message=TOO_LONG)])
    target = one_of(_l("改派给哪个机关"))


class BeginForm(PlainForm):
    """Who completes a handover."""

    second = SelectField(_l("由哪位同事完成"), choices=[], validate_choice=False)


class ApproveForm(StepForm):
    """The second person's decision on a draft or a proof; giving it back needs a reason."""

    reason = TextAreaField(_l("退回的理由"), [Length(max=LONGEST_TEXT, message=TOO_LONG)])

    def validate_reason(self, field: Field) -> None:
        """Sending back needs words."""
        if self.sends_back and not (field.data or "").strip():
            raise ValidationError(NEEDED)

    @property
    def sends_back(self) -> bool:
        """Which of the two buttons was pressed."""
        return request.form.get("do") == "send_back"
