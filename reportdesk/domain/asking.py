"""When a question is asked: conditions over what a reporter already said, as a pack lists them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from reportdesk.domain.filing_parts import Running
from reportdesk.domain.taxonomy import Answer, Lever, Practice, SchoolKind

DECIDING: Mapping[str, type[StrEnum]] = {
    "school_kind": SchoolKind,
    "practice": Practice,
    "lever": Lever,
    "running": Running,
}
"""What a condition may name, and the codes of each."""

Facts = Mapping[str, frozenset[str]]
"""What was said so far, by the names of :data:`DECIDING`; empty or missing where nothing was."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One code of each list must have been said."""

    lists: Mapping[str, tuple[str, ...]]

    def may_hold(self, facts: Facts) -> bool:
        """Whether nothing that was said speaks against it; what is not known does not."""
        return all(
            not facts.get(name) or facts[name].intersection(codes)
            for name, codes in self.lists.items()
        )

    def holds(self, facts: Facts) -> bool:
        """Whether what was said meets it."""
        return all(facts.get(name, frozenset()) & set(codes) for name, codes in self.lists.items())

    def content(self) -> list[list[Any]]:
        """As JSON; lists, because a database may sort the keys of objects."""
        return [[name, list(codes)] for name, codes in self.lists.items()]

    @classmethod
    def of(cls, content: Iterable[list[Any]]) -> Self:
        """What :meth:`content` gave."""
        return cls({name: tuple(codes) for name, codes in content})


@dataclass(frozen=True, slots=True)
class Filled:
    """An answer that follows from what was said: chosen beforehand, seen, and free to change."""

    answer: Answer
    when: Condition
