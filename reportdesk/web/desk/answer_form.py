"""The form of an answer: finding, question sheet, measures, reply, and the text for the public."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField

from reportdesk.domain.answer import AnswerDraft, Answered, Promised
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.taxonomy import Answer, Finding, Measure, Opinion, Question
from reportdesk.web.desk.case_forms import StepForm
from reportdesk.web.desk.forms import put_error
from reportdesk.web.fields import DayField
from reportdesk.web.labels import choices, error_words, label

TEXTS = ("reply", "legal_basis", "public_title", "public_summary")
DATED = tuple(measure for measure in Measure if measure is not Measure.NONE)
"""Measures that can be promised for a day."""


def _known(code: object) -> object:
    """A code of one of the lists of an answer; anything else counts as not chosen."""
    return code if code in {*Answer, *Finding, *Opinion} else None


def _pick(text: object = "") -> Any:
    """A choice that a draft may leave open."""
    return RadioField(text, choices=[], validate_choice=False, filters=[_known])


class AnswerForm(StepForm):
    """One answer; every question and every measure adds its own fields below."""

    opinion = _pick(_l("对原来的答复"))
    finding = _pick(_l("结论"))
    measures = SelectMultipleField(_l("措施"), choices=[], validate_choice=False)
    reply = TextAreaField(_l("给学生的答复"))
    legal_basis = TextAreaField(_l("依据"))
    public_title = StringField(_l("公开的标题"))
    public_summary = TextAreaField(_l("公开的摘要"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.opinion.choices = choices("opinion", Opinion)
        self.finding.choices = choices("finding", Finding)
        self.measures.choices = choices("measure", Measure)
        for question in Question:
            self[question.value].choices = choices("answer", Answer)
            self[question.value].label.text = label("question", question)
            self[f"{question}_words"].label.text = label("question", question)
        for measure in DATED:
            self[f"{measure}_by"].label.text = label("measure", measure)

    def fill(self, draft: AnswerDraft) -> None:
        """Show a draft."""
        self.opinion.data, self.finding.data = draft.opinion, draft.finding
        for name in TEXTS:
            if name in self:
                self[name].data = getattr(draft, name)
        for question, entry in draft.sheet.items():
            self[question.value].data = entry.answer
            self[f"{question}_words"].data = entry.words
        self.measures.data = [promised.measure.value for promised in draft.measures]
        for promised in draft.measures:
            if promised.by is not None:
                self[f"{promised.measure}_by"].data = promised.by

    def draft(self) -> AnswerDraft:
        """What was typed; a day without a tick ticks its measure."""
        ticked = set(self.measures.data or [])
        texts = {name: (self[name].data or "").strip() for name in TEXTS if name in self}
        days: dict[Measure, Any] = {measure: self[f"{measure}_by"].data for measure in DATED}
        return AnswerDraft(
            finding=Finding(self.finding.data) if self.finding.data in set(Finding) else None,
            sheet={question: self._answered(question) for question in Question},
            measures=tuple(
                Promised(measure, days.get(measure))
                for measure in Measure
                if measure in ticked or days.get(measure)
            ),
            opinion=Opinion(self.opinion.data) if self.opinion.data in set(Opinion) else None,
            **dict[str, Any](texts),
        )

    def _answered(self, question: Question) -> Answered:
        """One row of the sheet."""
        code = self[question.value].data
        words = (self[f"{question}_words"].data or "").strip()
        return Answered(Answer(code) if code in set(Answer) else None, words)

    def blame(self, faults: Iterable[Fault]) -> None:
        """Put each fault's sentence at its field."""
        for fault in faults:
            put_error(self[fault.field], error_words(fault.code, **fault.params))


for _question in Question:
    setattr(AnswerForm, _question.value, _pick())
    setattr(AnswerForm, f"{_question}_words", StringField())
for _measure in DATED:
    setattr(AnswerForm, f"{_measure}_by", DayField())
