"""How letters say what they know: days, places, schools and practices, in one of two languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.letter import Due, LetterFacts, Names
from reportdesk.letters.basis import Ground
from reportdesk.letters.letter import Letter, Part
from reportdesk.packs.explain import explain
from reportdesk.packs.schema import Pack
from reportdesk.packs.words import MONTHS_EN

Both = tuple[str, str]
"""The same words in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The facts of one letter and the language it is written in."""

    facts: LetterFacts
    pack: Pack
    lang: str

    def say(self, zh: str, en: str) -> str:
        """One of two wordings."""
        return en if self.lang == "en" else zh

    def name(self, names: Names) -> str:
        """A name in the letter's language."""
        return self.say(*names)

    def label(self, group: str, code: str) -> str:
        """The pack's words for a code."""
        return self.pack.labels(group, code, self.lang)

    def day(self, day: date) -> str:
        """2026年3月17日, as official letters write it, without the day of the week."""
        return self.say(
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}",
        )

    def month(self, month: str) -> str:
        """A month from ``2026-03``."""
        year, number = (int(part) for part in month.split("-"))
        return self.say(f"{year}年{number}月", f"{MONTHS_EN[number - 1]} {year}")

    def due(self, due: Due) -> str:
        """A day by which something is asked for, marked when it may still move."""
        mark = self.say(
            "（暂定，放假安排公布后重算）",
            " (provisional: recomputed once the holidays are announced)",
        )
        return self.day(due.on) + (mark if due.provisional else "")

    def until(self, due: DueDate) -> str:
        """The day a clock is due, marked in the same way."""
        return self.due(Due(due.due, due.provisional))

    def cite(self, grounds: Iterable[Ground]) -> str:
        """Articles in a sentence; each law is named once."""
        laws = [
            self.say("、".join(found), "; ".join(found))
            for found in (
                [ground.words(self.lang, named=not number) for number, ground in enumerate(same)]
                for _, same in groupby(grounds, key=lambda ground: ground.law)
            )
        ]
        return self.say("、".join(laws), "; ".join(laws))

    def where(self) -> str:
        """The school by its name, or what kind of school in which place."""
        case = self.facts.case
        if case.school_kind is None:
            return self.say(f"{case.place[0]}的一所学校", f"a school in {case.place[1]}")
        kind = self.label("school_kind", case.school_kind)
        if case.school is None:
            return self.say(
                f"{case.place[0]}的一所学校（{kind}）", f"a school ({kind}) in {case.place[1]}"
            )
        return self.say(f"{case.school}（{kind}）", f"{case.school} ({kind})")

    def period(self) -> str:
        """The months the matter is about."""
        case = self.facts.case
        since = self.month(case.period_from)
        if case.period_to is None:
            return self.say(f"{since}起", f"since {since}")
        if case.period_to == case.period_from:
            return since
        until = self.month(case.period_to)
        return self.say(f"{since}至{until}", f"{since} to {until}")

    def matter(self) -> tuple[Part, ...]:
        """The matter as far as a letter to an authority tells of it."""
        case = self.facts.case
        rows = (
            (self.say("编号", "Number"), case.ref),
            (self.say("学校", "School"), self.where()),
            (self.say("反映的做法", "Practice"), self.label("practice", case.practice)),
            (self.say("涉及时间", "Period"), self.period()),
            (self.say("收到反映", "Received"), self.month(case.filed_month)),
        )
        colon, stop = self.say("：", ": "), self.say("。", ".")
        return tuple(Part(f"{term}{colon}{value}{stop}", "item") for term, value in rows)

    def computed(self, due: DueDate) -> str:
        """How a due date came about, with its source and calendar."""
        return self.say("", " ").join(explain(due, self.pack, self.lang))

    def added(self) -> tuple[Part, ...]:
        """What the letter's author adds, a paragraph a line."""
        return tuple(Part(line.strip()) for line in self.facts.says.splitlines() if line.strip())

    def letter(
        self,
        title: str,
        parts: Iterable[Part],
        basis: Iterable[Ground] = (),
        *,
        addressee: str = "",
        names_case: bool = True,
        attachments: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> Letter:
        """The letter with what all letters have."""
        facts = self.facts
        return Letter(
            kind=facts.kind,
            lang=self.lang,
            number=facts.number,
            on=facts.on,
            on_words=self.day(facts.on),
            title=title,
            addressee=addressee or self.name(facts.addressee),
            parts=tuple(parts),
            basis=tuple(ground.words(self.lang) for ground in basis),
            signed=self.name(facts.issuer),
            due=facts.due.on if facts.due else None,
            provisional=bool(facts.due and facts.due.provisional),
            attachments=attachments,
            case_ref=facts.case.ref if names_case else "",
            notes=tuple(note for note in notes if note),
            reference_words=self.say("一次性编号：", "One-time reference: "),
        )


def head(zh_number: str, voice: Voice, zh: str, en: str) -> Part:
    """A heading: 一、事项; without its number in English."""
    return Part(voice.say(f"{zh_number}、{zh}", en), "heading")
