"""The questions and choices that a report answered, in the words and the order of that day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

from reportdesk.domain.asking import Condition, Filled
from reportdesk.domain.taxonomy import Answer

Both = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """``questions`` by code in their order; ``choices`` by group and code, as they were offered.

    ``when`` has the conditions of questions that are not asked of everybody, ``filled`` the answers
    that are chosen beforehand. Two packs that ask the same in the same words of the same people
    have one questionnaire; any change of words, order, number or conditions makes another.
    """

    questions: Mapping[str, Both]
    choices: Mapping[str, Mapping[str, Both]]
    when: Mapping[str, Condition] = field(default_factory=dict)
    filled: Mapping[str, Filled] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """SHA-256 of the content, order included."""
        return sha256(json.dumps(self.content(), ensure_ascii=False).encode()).hexdigest()

    def content(self) -> dict[str, Any]:
        """As JSON; lists, because a database may sort the keys of objects.

        Without conditions it is what it was before there were any, and so is the hash.
        """
        rules = {
            "when": [[code, one.content()] for code, one in self.when.items()],
            "filled": [
                [code, one.answer.value, one.when.content()] for code, one in self.filled.items()
            ],
        }
        return {
            "questions": _listed(self.questions),
            "choices": [[group, _listed(codes)] for group, codes in self.choices.items()],
            **{name: rows for name, rows in rules.items() if rows},
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """What :meth:`content` gave."""
        choices = {group: _named(codes) for group, codes in content["choices"]}
        return cls(
            _named(content["questions"]),
            choices,
            {code: Condition.of(lists) for code, lists in content.get("when", [])},
            {
                code: Filled(Answer(answer), Condition.of(lists))
                for code, answer, lists in content.get("filled", [])
            },
        )

    def words(self, group: str, code: str) -> Both | None:
        """The words of a choice, or of a question; None when it was not offered."""
        return (self.questions if group == "question" else self.choices.get(group, {})).get(code)


def _listed(codes: Mapping[str, Both]) -> list[list[str]]:
    """Codes with both languages, in order."""
    return [[code, *both] for code, both in codes.items()]


def _named(rows: list[list[str]]) -> dict[str, Both]:
    """What :func:`_listed` gave."""
    return {code: (zh, en) for code, zh, en in rows}
