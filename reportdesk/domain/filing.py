"""What one person files as a whole: checked, sealed as one value, masked where they wish."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from reportdesk.domain.filing_parts import (
    LONGEST_WORDS,
    Fault,
    Involved,
    Running,
    Sheet,
    Story,
    What,
    Where,
    Who,
    too_long,
)
from reportdesk.domain.taxonomy import Question


@dataclass(frozen=True, slots=True)
class Filing:
    """A whole filing, in the language it was written in (``zh`` or ``en``)."""

    who: Who
    where: Where
    what: What
    sheet: Sheet
    story: Story
    lang: str
    wrong_route: str = ""
    """Why the reporter thinks that the route is wrong; empty when they do not."""

    @property
    def involved(self) -> bool:
        """Whether the authority must be passed over because somebody there is involved."""
        return self.who.involved is Involved.YES

    def faults(self, today: date) -> tuple[Fault, ...]:
        """Everything that keeps it from being filed; places were checked with the register."""
        return (
            *self.who.faults(),
            *self.where.faults(),
            *self.what.faults(today),
            *self.sheet.faults(),
            *self.story.faults(),
            *too_long(self, LONGEST_WORDS, "wrong_route"),
        )

    def private(self) -> dict[str, Any]:
        """What is sealed: everything that no rule needs in plain, as JSON values."""
        return {
            "filer": self.who.filer,
            "involved": self.involved,
            "school_name": self.where.name.strip(),
            "levers": list(self.what.levers),
            "practice_note": self.what.practice_note.strip(),
            "scope": self.what.scope,
            "period_note": "",
            "since": self.what.since,
            "until": self.what.until if self.what.running is Running.NO else None,
            "running": self.what.running,
            "collector": {
                "company": self.what.company.strip(),
                "product": self.what.product.strip(),
                "project": self.what.project.strip(),
            },
            "sheet": {
                question.value: {"a": reply.answer, "w": reply.words.strip()}
                for question in Question
                if question not in self.sheet.left_out
                for reply in [self.sheet.get(question)]
            },
            "asked": list(self.story.asked),
            "story": self.story.text.strip(),
            "contact": self.story.contact.strip(),
            "lang": self.lang,
            "wrong_route": self.wrong_route.strip() or None,
        }

    def texts(self) -> dict[str, str]:
        """Every text in which details are looked for, by field; the contact is one by itself."""
        typed = {
            "practice_note": self.what.practice_note,
            "company": self.what.company,
            "product": self.what.product,
            "project": self.what.project,
            **{f"{q}_words": reply.words for q, reply in self.sheet.replies.items()},
            "text": self.story.text,
            "name": self.where.name,
            "wrong_route": self.wrong_route,
        }
        return {name: text for name, text in typed.items() if text}

    def with_texts(self, texts: Mapping[str, str]) -> "Filing":
        """The same filing with some of :meth:`texts` replaced, such as masked ones."""
        what = self.what
        replies = {
            question: replace(reply, words=texts.get(f"{question}_words", reply.words))
            for question, reply in self.sheet.replies.items()
        }
        return replace(
            self,
            what=replace(
                what,
                practice_note=texts.get("practice_note", what.practice_note),
                company=texts.get("company", what.company),
                product=texts.get("product", what.product),
                project=texts.get("project", what.project),
            ),
            sheet=replace(self.sheet, replies=replies),
            story=replace(self.story, text=texts.get("text", self.story.text)),
            where=replace(self.where, name=texts.get("name", self.where.name)),
            wrong_route=texts.get("wrong_route", self.wrong_route),
        )


class AttachedFile(NamedTuple):
    """A sealed attachment that waits for its report; ``key`` is its own, in hex.

    ``original`` says that it was not cleaned, because its sender wanted it so.
    """

    blob: str
    key: str
    name: str
    type: str
    size: int
    removed: tuple[str, ...]
    original: bool = False

    def private(self) -> dict[str, Any]:
        """What is sealed under the report's key."""
        told = {"name": self.name, "type": self.type, "size": self.size, "key": self.key}
        return {**told, "removed": list(self.removed), "original": self.original}
