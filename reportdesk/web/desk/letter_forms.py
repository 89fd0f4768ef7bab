"""Forms of letters."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from reportdesk.domain.inquiry import Inquiry, Paper, Unsaid
from reportdesk.domain.letter import (
    LONGEST_ADDITION,
    LONGEST_NAME,
    LONGEST_NUMBER,
    Due,
    LetterKind,
    LetterOrder,
)
from reportdesk.domain.taxonomy import Practice, Question
from reportdesk.web.desk.case_forms import TOO_LONG, StepForm
from reportdesk.web.fields import DayField
from reportdesk.web.labels import choices

OTHER = "other"
"""A body that is typed, for the register lacks it."""


class PaperForm(StepForm):
    """What every letter may have: a number of the authority's own."""

    own_number = StringField(
        _l("本机关文号（可以不填）"), [Length(max=LONGEST_NUMBER, message=TOO_LONG)]
    )

    def order(self, kind: LetterKind) -> LetterOrder:
        """The letter that the form asks for."""
        return LetterOrder(kind, own_number=self.own_number.data or "")


class BesideForm(PaperForm):
    """To a body beside the case: which, by when, what is added, and whether it knows the school."""

    addressee = RadioField(_l("发给哪个部门"), choices=[], validate_choice=False)
    other = StringField(_l("部门全称"), [Length(max=LONGEST_NAME, message=TOO_LONG)])
    by = DayField(_l("希望在哪天前答复（可以不填）"))
    says = TextAreaField(
        _l("补充几句（可以不填）"), [Length(max=LONGEST_ADDITION, message=TOO_LONG)]
    )
    sure = BooleanField(_l("我看过上面列出的地方，没有指向具体的人，确实要保留"))
    secret = BooleanField(_l("收函的是国家机关，依法负有保密义务；函里可以写学校名称"))

    def offer_bodies(self, bodies: Iterable[tuple[str, str]], other: str) -> None:
        """The bodies of the place, and that another one is typed."""
        self.addressee.choices = [*bodies, (OTHER, other)]

    def words(self) -> str:
        """What its author adds."""
        return (self.says.data or "").strip()

    def order(self, kind: LetterKind) -> LetterOrder:
        """To the body that was chosen or typed."""
        chosen = self.addressee.data
        typed = chosen not in {code for code, _ in self.addressee.choices if code != OTHER}
        return LetterOrder(
            kind,
            addressee_id=None if typed else str(chosen),
            addressee=self.other.data or "" if typed else "",
            due=Due(self.by.data) if self.by.data else None,
            says=self.words(),
            own_number=self.own_number.data or "",
            names_school=bool(self.secret.data),
        )


class InquiryForm(PaperForm):
    """What a school is asked, from closed lists; what must not be said, ticked one by one."""

    school = StringField(_l("学校全称"), [Length(max=LONGEST_NAME, message=TOO_LONG)])
    practices = SelectMultipleField(_l("核查哪些活动"), choices=[], validate_choice=False)
    questions = SelectMultipleField(_l("请学校书面说明"), choices=[], validate_choice=False)
    papers = SelectMultipleField(_l("请学校提供材料"), choices=[], validate_choice=False)
    by = DayField(_l("请学校在哪天前答复"))
    says = TextAreaField(
        _l("补充几句（可以不填）"), [Length(max=LONGEST_ADDITION, message=TOO_LONG)]
    )
    our_contact = BooleanField(_l("写的是本机关的联系人或者电话，不是学生、家长或者老师"))
    small_known = BooleanField(_l("我知道学校小，收函的人容易猜到是谁；我已考虑过其他核实办法"))
    unsaid = SelectMultipleField(_l("发出以前，逐项核对"), choices=[], validate_choice=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.practices.choices = choices("practice", Practice)
        self.questions.choices = choices("question", Question)
        self.papers.choices = choices("paper", Paper)
        self.unsaid.choices = choices("unsaid", Unsaid)

    def wish(self) -> Inquiry:
        """What was chosen; codes that do not exist are left out."""
        return Inquiry(
            practices=tuple(_chosen(Practice, self.practices.data)),
            questions=tuple(_chosen(Question, self.questions.data)),
            papers=tuple(_chosen(Paper, self.papers.data)),
            by=self.by.data,
            unsaid=frozenset(_chosen(Unsaid, self.unsaid.data)),
            small_known=bool(self.small_known.data),
            school=self.school.data or "",
            says=(self.says.data or "").strip(),
            own_number=(self.own_number.data or "").strip(),
            our_contact=bool(self.our_contact.data),
        )


def _chosen(codes: type[StrEnum], ticked: Iterable[str] | None) -> list[Any]:
    """The codes that were ticked, in the order of the list."""
    found = set(ticked or ())
    return [code for code in codes if code.value in found]
