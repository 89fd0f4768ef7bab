"""The questions and choices that a report answered, in the words and the order of that day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

Both = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """``questions`` by code in their order; ``choices`` by group and code, as they were offered.

    Two packs that ask the same in the same words have one questionnaire; any change of words,
    order or number makes another.
    """

    questions: Mapping[str, Both]
    choices: Mapping[str, Mapping[str, Both]]

    @property
    def hash(self) -> str:
        """SHA-256 of the content, order included."""
        return sha256(json.dumps(self.content(), ensure_ascii=False).encode()).hexdigest()

    def content(self) -> dict[str, Any]:
        """As JSON; lists, because a database may sort the keys of objects."""
        return {
            "questions": _listed(self.questions),
            "choices": [[group, _listed(codes)] for group, codes in self.choices.items()],
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """What :meth:`content` gave."""
        choices = {group: _named(codes) for group, codes in content["choices"]}
        return cls(_named(content["questions"]), choices)

    def words(self, group: str, code: str) -> Both | None:
        """The words of a choice, or of a question; None when it was not offered."""
        return (self.questions if group == "question" else self.choices.get(group, {})).get(code)


def _listed(codes: Mapping[str, Both]) -> list[list[str]]:
    """Codes with both languages, in order."""
    return [[code, *both] for code, both in codes.items()]


def _named(rows: list[list[str]]) -> dict[str, Both]:
    """What :func:`_listed` gave."""
    return {code: (zh, en) for code, zh, en in rows}
