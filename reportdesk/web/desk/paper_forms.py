"""Forms of what an authority without accounts answered on paper: one for each kind of document."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from reportdesk.domain.official import LONGEST_NUMBER, LONGEST_WORDS, Content, Document, Reply
from reportdesk.domain.taxonomy import DeclineReason, ExtensionReason, ReturnReason
from reportdesk.web.desk.answer_form import AnswerForm
from reportdesk.web.desk.case_forms import TOO_LONG, StepForm, one_of
from reportdesk.web.desk.choosing import NOT_LISTED
from reportdesk.web.desk.forms import NEEDED
from reportdesk.web.fields import DayField


def _words(text: object) -> Any:
    """What the document says, for the reporter; the use case says when it must be there."""
    return TextAreaField(text, [Length(max=LONGEST_WORDS, message=TOO_LONG)])


class PaperForm(StepForm):
    """A document's number and days."""

    number = StringField(
        _l("文号"), [InputRequired(NEEDED), Length(max=LONGEST_NUMBER, message=TOO_LONG)]
    )
    dated_on = DayField(_l("公文上的日期"), [InputRequired(NEEDED)])
    received_on = DayField(_l("平台哪一天收到的"), [InputRequired(NEEDED)])

    def document(self) -> Document:
        """The document."""
        return Document(str(self.number.data or ""), self.dated_on.data, self.received_on.data)

    def content(self) -> Content:
        """What it says."""
        return Content()


class RegisterPaper(PaperForm):
    """Registered under a number of its own."""

    own_number = StringField(
        _l("对方的收文编号（可以不填）"), [Length(max=LONGEST_NUMBER, message=TOO_LONG)]
    )

    def content(self) -> Content:
        """What it says."""
        return Content(own_number=self.own_number.data or "")


class AcceptPaper(PaperForm):
    """Taken on from a day."""

    accepted_on = DayField(_l("公文写的受理日期"), [InputRequired(NEEDED)])

    def content(self) -> Content:
        """What it says."""
        return Content(accepted_on=self.accepted_on.data)


class DeclinePaper(PaperForm):
    """Not taken on, and why."""

    reason = one_of(_l("理由"))
    words = _words(_l("公文怎么说"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "decline_reason", DeclineReason)

    def content(self) -> Content:
        """What it says."""
        return Content(reason=self.reason.data, words=self.words.data or "")


class ReturnPaper(PaperForm):
    """Another body's."""

    reason = one_of(_l("理由"))
    q = StringField(_l("应当由哪个机关办理"), [Length(max=80, message=TOO_LONG)])
    competent = one_of(_l("选一个机关"))
    words = _words(_l("公文怎么说"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "return_reason", ReturnReason)

    def content(self) -> Content:
        """What it says."""
        body = None if self.competent.data == NOT_LISTED else str(self.competent.data)
        words = self.words.data or ""
        return Content(reason=self.reason.data, competent_id=body, words=words)


class ExtendPaper(PaperForm):
    """More time until a day."""

    reason = one_of(_l("理由"))
    until = DayField(_l("延长到哪一天"), [InputRequired(NEEDED)])
    words = _words(_l("公文怎么说"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "extension_reason", ExtensionReason)

    def content(self) -> Content:
        """What it says."""
        words = self.words.data or ""
        return Content(reason=self.reason.data, until=self.until.data, words=words)


class SendBackPaper(PaperForm):
    """To be worked on again."""

    words = _words(_l("公文怎么说"))

    def content(self) -> Content:
        """What it says."""
        return Content(words=self.words.data or "")


class ProofPaper(PaperForm):
    """A measure was carried out."""

    measure = one_of(_l("哪一项措施"))
    done_on = DayField(_l("哪一天落实的"), [InputRequired(NEEDED)])
    words = _words(_l("用什么证明（公开，最多 300 字）"))

    def content(self) -> Content:
        """What it says."""
        text = str(self.measure.data or "")
        number = int(text) if text.isdecimal() and len(text) < 5 else None
        return Content(measure=number, done_on=self.done_on.data, words=self.words.data or "")


class AnswerPaper(PaperForm, AnswerForm):
    """An answer or opinion; there is no text for the reporter alone."""

    reply = None

    def content(self) -> Content:
        """What it says."""
        return Content(answer=self.draft())


FORMS: Mapping[Reply, type[PaperForm]] = {
    Reply.REGISTER: RegisterPaper,
    Reply.ACCEPT: AcceptPaper,
    Reply.DECLINE: DeclinePaper,
    Reply.RETURN: ReturnPaper,
    Reply.EXTEND: ExtendPaper,
    Reply.ANSWER: AnswerPaper,
    Reply.OPINION: AnswerPaper,
    Reply.SEND_BACK: SendBackPaper,
    Reply.PROOF: ProofPaper,
}
"""The form of each kind."""
