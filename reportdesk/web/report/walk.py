"""What a filing carries from page to page, sealed in a hidden field, and what it means so far."""

from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self, TypeVar

from reportdesk.domain.abuse import step_of
from reportdesk.domain.asking import Facts
from reportdesk.domain.filing import AttachedFile, Filing
from reportdesk.domain.filing_parts import (
    Involved,
    Reply,
    Running,
    Sheet,
    Story,
    What,
    Where,
    Who,
)
from reportdesk.domain.joining import PublicMatter
from reportdesk.domain.kept import KeptFile
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
from reportdesk.packs.questionnaire import questionnaire
from reportdesk.packs.schema import SheetQuestion
from reportdesk.queries.register import kind_of
from reportdesk.web.context import read, runtime
from reportdesk.web.locale import lang

PURPOSE = "filing"
LIFE = timedelta(hours=48)
UNLISTED = "none"
"""Value of the choice "my school is not listed"."""

Raw = dict[str, Any]


def asked_now() -> str:
    """The hash of the questionnaire that pages show today."""
    return questionnaire(runtime().pack).hash


Code = TypeVar("Code", bound=StrEnum)


@dataclass
class Walk:
    """``answers`` are the values of each page's form as typed, by the page's name.

    ``receipt`` is drawn with the first page, so that going back from any page to any other can
    never file a second report; ``checked`` says that the check page was reached, so that a change
    leads back to it; ``matter`` is the public case at which it began. ``asked`` is the hash of the
    questionnaire it shows. ``filed`` is what the receipt page shows. ``began`` is the coarse step
    of time in which the first page was made, and nowhere else; ``trapped`` says that the field that
    people do not see was filled in.
    """

    answers: dict[str, Raw] = field(default_factory=dict)
    files: list[Raw] = field(default_factory=list)
    receipt: str = field(default_factory=lambda: runtime().vault.draw_receipt())
    checked: bool = False
    matter: Raw | None = None
    asked: str = field(default_factory=asked_now)
    filed: Raw | None = None
    began: int = field(default_factory=lambda: step_of(runtime().clock().timestamp()))
    trapped: bool = False

    @classmethod
    def open(cls, token: str) -> Self:
        """The state in a form; raises Expired, or BadInput("state", "tampered")."""
        data = runtime().vault.open_state(PURPOSE, token, runtime().clock(), LIFE)
        data.setdefault("began", 0)
        return cls(**{one.name: data[one.name] for one in fields(cls) if one.name in data})

    def seal(self) -> str:
        """The state for the next form."""
        return runtime().vault.seal_state(PURPOSE, asdict(self), runtime().clock())

    def raw(self, page: str) -> Raw:
        """What was typed on a page, empty before."""
        return self.answers.get(page, {})

    def text(self, page: str, name: str) -> str:
        """One typed value without blanks around it."""
        return str(self.raw(page).get(name) or "").strip()

    @property
    def kept(self) -> tuple[KeptFile, ...]:
        """The uploaded files, with what becomes of each."""
        return kept(self.files)

    @property
    def joins(self) -> PublicMatter | None:
        """The public case at which it began, if at one."""
        return PublicMatter(**self.matter) if self.matter else None

    @property
    def attached(self) -> tuple[AttachedFile, ...]:
        """What of them is sent."""
        return attached(self.files)

    @property
    def who(self) -> Who:
        """Page "who"."""
        raw = self.raw("who")
        return Who(code(Filer, raw.get("filer")), code(Involved, raw.get("involved")))

    @property
    def where(self) -> Where:
        """Pages "where" and "school"."""
        chosen = self.text("where", "school")
        raw = self.raw("school")
        run_by = code(RunBy, raw.get("run_by"))
        if chosen and chosen != UNLISTED:
            return Where(school_id=chosen, run_by=run_by)
        return Where(
            name=self.text("school", "name"),
            province=self.text("school", "province") or None,
            city=self.text("school", "city") or None,
            county=self.text("school", "county") or None,
            kind=code(SchoolKind, raw.get("kind")),
            ownership=code(Ownership, raw.get("ownership")),
            run_by=run_by,
        )

    @property
    def what(self) -> What:
        """Page "what"."""
        raw = self.raw("what")
        return What(
            practice=code(Practice, raw.get("practice")),
            practice_note=self.text("what", "practice_note"),
            levers=codes(Lever, raw.get("levers")),
            lever=code(Lever, raw.get("lever")),
            scope=code(Scope, raw.get("scope")),
            since=self.text("what", "since") or None,
            running=code(Running, raw.get("running")),
            until=self.text("what", "until") or None,
            company=self.text("what", "company"),
            product=self.text("what", "product"),
            project=self.text("what", "project"),
        )

    @property
    def facts(self) -> Facts:
        """What decides which questions are asked."""
        where, what = self.where, self.what
        kind = where.kind
        if where.school_id is not None:
            kind = read(lambda tx: kind_of(tx, where.school_id))
        known = {"school_kind": kind, "practice": what.practice, "running": what.running}
        said = {name: frozenset({one.value}) for name, one in known.items() if one is not None}
        return {**said, "lever": frozenset(lever.value for lever in what.levers)}

    @property
    def sheet(self) -> Sheet:
        """Page "questions", as far as they are asked after all that was said."""
        facts = self.facts
        rows = [row for row in runtime().pack.questions if row.asked(facts)]
        replies = {row.code: self._reply(row, facts) for row in rows}
        return Sheet(replies, left_out=frozenset(Question) - replies.keys())

    def _reply(self, row: SheetQuestion, facts: Facts) -> Reply:
        """The reply to one question; one chosen beforehand goes with what it followed from."""
        raw = self.raw("questions")
        if row.code.value in raw.get("filled", ()) and row.follows(facts) is None:
            return Reply()
        return Reply(
            code(Answer, raw.get(row.code.value)) or Answer.UNKNOWN,
            self.text("questions", f"{row.code}_words"),
        )

    @property
    def story(self) -> Story:
        """Page "story"."""
        return Story(
            asked=codes(Asked, self.raw("story").get("asked")),
            text=self.text("story", "text"),
            contact=self.text("story", "contact"),
        )

    def filing(self) -> Filing:
        """Everything so far as one filing, in the language of the page."""
        wrong_route = self.text("check", "wrong_route")
        return Filing(self.who, self.where, self.what, self.sheet, self.story, lang(), wrong_route)


def kept(files: list[Raw]) -> tuple[KeptFile, ...]:
    """Uploaded files as they travel in a state."""
    return tuple(KeptFile.of(one) for one in files)


def attached(files: list[Raw]) -> tuple[AttachedFile, ...]:
    """What of them is sent."""
    return tuple(one.chosen for one in kept(files) if one.chosen is not None)


def code(kind: type[Code], value: object) -> Code | None:
    """The code with this value, or None for anything else."""
    return next((one for one in kind if one.value == value), None)


def codes(kind: type[Code], values: object) -> tuple[Code, ...]:
    """The codes among these values, each once, in the order of their list."""
    given = set(values) if isinstance(values, list | tuple) else set()
    return tuple(one for one in kind if one.value in given)
