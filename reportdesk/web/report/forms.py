"""Forms of the student pages: they read and show; the rules stand in the domain.

No CSRF token: there is no ambient authority to forge, every form carries its own sealed state.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from reportdesk.domain.filing_parts import Fault, Involved, Running
from reportdesk.domain.taxonomy import (
    Answer,
    Asked,
    Filer,
    Lever,
    Ownership,
    Practice,
    Question,
    RunBy,
    SchoolKind,
    Scope,
)
from reportdesk.queries.register import DivisionItem
from reportdesk.web.dates import month as month_words
from reportdesk.web.labels import choices, label, sheet_order
from reportdesk.web.locale import lang
from reportdesk.web.report.sentences import sentence

MONTHS_BACK = 72
"""How many months the lists of months reach back."""
LONGEST_SEARCH = 80
"""Characters of a school's name that are looked for; what stands behind them is cut off."""


Edits = tuple[tuple[str, str], ...]
"""What the person wants to change themselves: fields, and the words in each."""


class WalkForm(FlaskForm):
    """A form that carries a sealed state; ``step`` names the page it belongs to."""

    class Meta:
        """Without a session there is nothing to sign."""

        csrf = False

    state = HiddenField()
    step = HiddenField()

    def values(self) -> dict[str, Any]:
        """What was typed, by field, without the state and without files."""
        return {
            field.name: field.data
            for field in self
            if not isinstance(field, HiddenField | MultipleFileField)
        }

    editing: Edits = ()

    def show(self, faults: Iterable[Fault]) -> None:
        """Put each fault's sentence at its field; a fault of a field not here is left out."""
        for fault in faults:
            if fault.field in self:
                field = self[fault.field]
                field.errors = [*field.errors, sentence(fault.code, fault.params)]


def radio(text: object, options: list[SelectChoice] | None = None) -> Any:
    """A choice of one that the domain, not the form, finds missing."""
    return RadioField(text, choices=options or [], validate_choice=False)


def listed(text: object) -> Any:
    """A drop-down list whose options come with the page."""
    return SelectField(text, choices=[], validate_choice=False)


class WhoForm(WalkForm):
    """Page 1."""

    filer = radio(_l("你是谁？"))
    involved = radio(_l("主管这所学校的部门里，有没有人牵涉其中？"))

    def fill(self) -> None:
        """Words of the choices in the reader's language."""
        self.filer.choices = choices("filer", Filer)
        self.involved.choices = [
            SelectChoice(Involved.NO.value, str(_l("没有"))),
            SelectChoice(Involved.UNKNOWN.value, str(_l("不清楚"))),
            SelectChoice(Involved.YES.value, str(_l("有，请绕过那个部门"))),
        ]


class RegionForm(WalkForm):
    """Province, city and county, each list filled once the one above is chosen."""

    province = listed(_l("省、自治区、直辖市"))
    city = listed(_l("市、州、盟"))
    county = listed(_l("县、区、旗"))

    def fill_places(
        self,
        provinces: list[DivisionItem],
        cities: list[DivisionItem],
        counties: list[DivisionItem],
    ) -> None:
        """Options of the three lists; a choice that is not among them any more is dropped."""
        for field, items in (
            (self.province, provinces),
            (self.city, cities),
            (self.county, counties),
        ):
            field.choices = [SelectChoice("", str(_l("请选择"))), *map(_place, items)]
            if field.data not in {item.code for item in items}:
                field.data = ""


def _place(item: DivisionItem) -> SelectChoice:
    """One place; those not covered say so before anything is written."""
    name = item.name_en if lang() == "en" else item.name
    words = name if item.covered else str(_l("%(name)s（暂不受理）", name=name))
    return SelectChoice(item.code, words)


class WhereForm(RegionForm):
    """Page 2: the register."""

    q = StringField(_l("学校名称"), filters=[lambda typed: typed and typed[:LONGEST_SEARCH]])
    school = radio(_l("是哪一所？"))


class SchoolForm(RegionForm):
    """Page 2, continued: a school that is not listed, or one of which the runner is not known."""

    name = StringField(_l("学校名称"))
    same = radio(_l("名单里有相近的名字，是不是其中一所？"))
    kind = radio(_l("哪类学校？"))
    ownership = radio(_l("公办还是民办？"))
    run_by = radio(_l("学校是谁办的？"))

    def fill(self) -> None:
        """Words of the choices in the reader's language."""
        self.kind.choices = choices("school_kind", SchoolKind)
        self.ownership.choices = choices("ownership", Ownership)
        self.run_by.choices = choices("run_by", RunBy)


class WhatForm(WalkForm):
    """Page 3."""

    practice = radio(_l("学校在采集什么？"))
    practice_note = StringField(_l("具体是什么？一句话"))
    levers = SelectMultipleField(_l("怎么压你们的？"), choices=[], validate_choice=False)
    lever = radio(_l("其中最主要的是哪一种？"))
    scope = radio(_l("涉及多少人？"))
    since = listed(_l("大概从哪个月开始？"))
    running = radio(_l("现在还在继续吗？"))
    until = listed(_l("如果已经停了，是哪个月停的？"))
    company = StringField(_l("公司（不知道就空着）"))
    product = StringField(_l("产品、应用或小程序"))
    project = StringField(_l("项目名称，学校怎么叫它"))

    def fill(self, today: date) -> None:
        """Words of the choices; the main lever is chosen among those ticked."""
        self.practice.choices = choices("practice", Practice)
        self.levers.choices = choices("lever", Lever)
        ticked = [lever for lever in Lever if lever.value in (self.levers.data or [])]
        self.lever.choices = choices("lever", ticked)
        self.scope.choices = choices("scope", Scope)
        self.running.choices = [
            SelectChoice(Running.YES.value, str(_l("还在"))),
            SelectChoice(Running.NO.value, str(_l("停了"))),
            SelectChoice(Running.UNKNOWN.value, str(_l("不知道"))),
        ]
        self.since.choices = self.until.choices = _months(today)


def _months(today: date) -> list[SelectChoice]:
    """The months back from today's."""
    found = [SelectChoice("", str(_l("请选择")))]
    for back in range(MONTHS_BACK):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        iso = f"{year}-{month + 1:02d}"
        found.append(SelectChoice(iso, str(month_words(iso).striptags())))
    return found


class QuestionsForm(WalkForm):
    """Page 4: one choice and a few words for each question of the sheet."""

    def fill(self, asked: Collection[Question], filled: Mapping[str, str]) -> None:
        """The questions that are asked, in the reader's language; what is open is filled in."""
        for question in sheet_order():
            if question not in asked:
                del self[question.value], self[f"{question}_words"]
                continue
            choice = self[question.value]
            choice.label.text = label("question", question)
            choice.choices = choices("answer", Answer)
            choice.data = choice.data or filled.get(question.value)

    def rows(self) -> list[tuple[str, Any, Any]]:
        """(question, choice, words) in the order of the sheet."""
        asked = [q for q in sheet_order() if q.value in self]
        return [(q.value, self[q.value], self[f"{q}_words"]) for q in asked]


for _question in Question:
    setattr(QuestionsForm, _question.value, radio(""))
    setattr(QuestionsForm, f"{_question}_words", StringField(_l("知道的细节")))


class StoryForm(WalkForm):
    """Page 4, continued: the story, what is asked for, contact and files."""

    asked = SelectMultipleField(_l("你希望怎么样？"), choices=[], validate_choice=False)
    text = TextAreaField(_l("按先后写下来"))
    contact = StringField(_l("联系方式（可以不留）"))
    files = MultipleFileField(_l("附件（可以不传）"))

    def fill(self) -> None:
        """Words of the choices in the reader's language."""
        self.asked.choices = choices("asked", Asked)


class CheckForm(WalkForm):
    """Page 5; the choices about each find come as further fields named after them."""

    wrong_route = TextAreaField(_l("应该归哪个部门管？为什么？"))


class ReceiptForm(WalkForm):
    """The receipt page."""

    last = StringField(_l("抄好了吗？把最后 4 位写回来"))


class ProofForm(WalkForm):
    """The page from which a proof of filing is taken; ``back`` is the state of the page before."""

    back = HiddenField()


class EnterForm(WalkForm):
    """Where the receipt is typed; it carries no state yet."""

    state = None
    step = None
    receipt = StringField(_l("回执号"))


class ComposeForm(WalkForm):
    """A message, a reply, or the reason of a withdrawal."""

    text = TextAreaField(_l("你想说的"))
    told = BooleanField(_l("有人要我撤回"))
    files = MultipleFileField(_l("附件（可以不传）"))


class SureForm(WalkForm):
    """A message before it is sent; the text comes along to be given back when time is over."""

    text = HiddenField()
