"""The questionnaire that a pack asks now."""

from reportdesk.domain.questionnaire import Both, Questionnaire
from reportdesk.packs.schema import Pack, Words

CHOICES = ("filer", "practice", "lever", "scope", "answer", "asked")
"""Groups whose codes a report ticks."""


def questionnaire(pack: Pack) -> Questionnaire:
    """Questions and choices with their words, in the pack's order, and of whom they are asked."""
    return Questionnaire(
        {question.code.value: _both(question.name) for question in pack.questions},
        {
            group: {code: _both(words) for code, words in pack.terms[group].items()}
            for group in CHOICES
        },
        {row.code.value: row.when for row in pack.questions if row.when is not None},
        {row.code.value: row.filled for row in pack.questions if row.filled is not None},
    )


def _both(words: Words) -> Both:
    """Chinese and English."""
    return words.zh, words.en
