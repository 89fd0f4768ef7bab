"""Loads a pack from its folder, over its parent, or says what is wrong with it and where."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from reportdesk.domain.calendar import Calendar
from reportdesk.domain.clocks import Citation, ClockRule
from reportdesk.domain.ladders import Ladder
from reportdesk.domain.retention import RetentionRule
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs import parts
from reportdesk.packs.break_file import BREAKS, read_breaks
from reportdesk.packs.clock_file import Context, read_clocks
from reportdesk.packs.parts import Head
from reportdesk.packs.problems import Fault, Faults, PackError, Problem
from reportdesk.packs.question_file import read_questions
from reportdesk.packs.retention_file import read_retention
from reportdesk.packs.rights import read_rights
from reportdesk.packs.schema import Notice, Pack, Right, SheetQuestion, Terms

__all__ = ["DEFAULT_PACK", "Pack", "PackError", "builtin_packs", "load_pack"]

DATA = Path(__file__).parent / "data"
DEFAULT_PACK = "cn-xinfang-2022"
FILES = (
    "pack.yaml",
    "clocks.yaml",
    "ladder.yaml",
    "questions.yaml",
    "routing.yaml",
    "taxonomy.yaml",
    "rights.yaml",
    "retention.yaml",
    "calendar.csv",
    "notices.csv",
    BREAKS,
)
"""Every file of a pack; with a parent all but the first may be left out, the last always."""


def builtin_packs() -> tuple[str, ...]:
    """Ids of the packs that come with the project."""
    return tuple(sorted(path.parent.name for path in DATA.glob("*/pack.yaml")))


def load_pack(ref: str | Path, *, on: date | None = None) -> Pack:
    """The pack with a built-in id, or of a folder. Raises PackError with every fault found.

    With ``on`` a pack that is not in force that day, itself or a parent, is refused too.
    """
    faults = Faults()
    pack = None
    with faults.attempt():
        pack = _load(_folder(ref), (), faults, on)
    if faults.problems or pack is None:
        raise PackError(faults.problems)
    return pack


def _folder(ref: str | Path, beside: Path | None = None) -> Path:
    """The folder of a pack: a built-in id, a path, or the name of a folder beside a local pack."""
    if isinstance(ref, str) and ref in builtin_packs():
        return DATA / ref
    folder = Path(ref) if beside is None else beside / ref
    if not (folder / "pack.yaml").is_file():
        raise Fault(Problem(str(folder / "pack.yaml"), 1, "no_such_pack", {"pack": str(ref)}))
    return folder


def _load(folder: Path, below: tuple[Path, ...], faults: Faults, on: date | None) -> Pack | None:
    """The pack of ``folder`` over its parent; None when a fault keeps it from being built."""
    folder = folder.resolve()
    if folder in below:
        path = str(folder / "pack.yaml")
        raise Fault(Problem(path, 1, "parent_loop", {"pack": folder.name}))
    head = parts.read_head(folder / "pack.yaml")
    if on is not None and not head.in_force(on):
        span = f"{head.valid_from} – {head.valid_to or ''}".strip()
        faults.add(str(folder / "pack.yaml"), 1, "not_in_force", pack=head.id, day=on, span=span)
    parent = None
    if head.parent is not None:
        parent = _load(_folder(head.parent, folder.parent), (*below, folder), faults, on)
        if parent is None:
            return None
    draft = Draft(folder, head, parent, faults)
    draft.read()
    return None if faults.problems else draft.pack()


class Draft:
    """A pack being read: the parent's values, overlaid file by file with the folder's own."""

    def __init__(self, folder: Path, head: Head, parent: Pack | None, faults: Faults) -> None:
        self.folder = folder
        self.head = head
        self.parent = parent
        self.faults = faults
        self.stamp = f"{head.id}@{head.version}"
        self.sources = dict(head.sources)
        self.clocks: dict[str, ClockRule] = {}
        self.terms: Terms = {}
        self.citations: dict[str, Citation] = {}
        self.clock_keys: frozenset[str] = frozenset()
        self.counting = Citation("")
        self.ladder = Ladder((), {})
        self.questions: tuple[SheetQuestion, ...] = ()
        self.rights: tuple[Right, ...] = ()
        self.retention: dict[str, RetentionRule] = {}
        self.calendar = Calendar("", frozenset(), frozenset(), frozenset())
        self.credit = head.calendar_credit
        self.notices: tuple[Notice, ...] = ()
        if parent is not None:
            self._inherit(parent)

    def _inherit(self, parent: Pack) -> None:
        """Start from the parent's values; inherited clocks carry this pack's stamp."""
        self.sources = {**parent.sources, **self.head.sources}
        self.clocks = {k: replace(rule, pack=self.stamp) for k, rule in parent.clocks.items()}
        self.terms = {group: dict(codes) for group, codes in parent.terms.items()}
        self.citations = dict(parent.citations)
        self.clock_keys = frozenset(parent.clocks)
        self.counting, self.ladder = parent.counting, parent.ladder
        self.questions, self.notices = parent.questions, parent.notices
        self.rights, self.retention = parent.rights, dict(parent.retention)
        self.calendar = parent.calendar
        self.credit = self.credit or parent.calendar_credit

    def read(self) -> None:
        """Read every file of the folder; a file a parent supplies may be absent."""
        readers: dict[str, Callable[[Path], None]] = {
            "pack.yaml": self._read_counting,
            "clocks.yaml": self._read_clocks,
            "ladder.yaml": self._read_ladder,
            "questions.yaml": self._read_questions,
            "routing.yaml": self._read_routing,
            "taxonomy.yaml": self._read_terms,
            "rights.yaml": self._read_rights,
            "retention.yaml": self._read_retention,
            "calendar.csv": self._read_calendar,
            BREAKS: self._read_breaks,
        }
        for name, reader in readers.items():
            path = self.folder / name
            needed = self.parent is None and name != BREAKS
            if needed or path.is_file():
                with self.faults.attempt():
                    reader(path)

    def _read_counting(self, path: Path) -> None:
        """The citation for how days are counted."""
        if self.head.counting is not None:
            self.counting = parts.citation(self.head.counting, self.sources)
        elif self.parent is None:
            raise Fault(Problem(str(path), 1, "missing_field", {"value": "counting"}))

    def _read_clocks(self, path: Path) -> None:
        """The clocks; those the code knows by name must all be there."""
        above = self.parent.clocks if self.parent else {}
        context = Context(self.sources, self.stamp, above, self.calendar)
        self.clock_keys |= read_clocks(path, self.clocks, self.terms, context, self.faults)
        for key in ClockKey:
            if key.value not in self.clock_keys:
                self.faults.add(str(path), 1, "missing_clock", value=key.value)

    def _read_ladder(self, path: Path) -> None:
        """The supervision ladder."""
        self.ladder = parts.read_ladder(path, self.clock_keys, self.terms, self.faults)

    def _read_questions(self, path: Path) -> None:
        """The question sheet, its words also as terms."""
        self.questions = read_questions(path, self.faults)
        self.terms["question"] = {row.code.value: row.name for row in self.questions}
        self.terms["question_help"] = {
            row.code.value: row.help for row in self.questions if row.help is not None
        }

    def _read_routing(self, path: Path) -> None:
        """The sources of routing reasons."""
        parts.read_routing(path, self.sources, self.citations, self.faults)

    def _read_terms(self, path: Path) -> None:
        """The words of the taxonomy."""
        parts.read_terms(path, self.terms, self.faults)

    def _read_rights(self, path: Path) -> None:
        """The pages about rights."""
        self.rights = read_rights(path, self.sources, self.faults)

    def _read_retention(self, path: Path) -> None:
        """How long what people wrote is kept."""
        read_retention(path, self.retention, self.terms, self.sources, self.faults)

    def _read_calendar(self, path: Path) -> None:
        """The calendar and its notices, which come together and need a version in pack.yaml."""
        version = self._calendar_version()
        self.notices = parts.read_notices(self.folder / "notices.csv", self.faults)
        years = frozenset(notice.year for notice in self.notices)
        read = parts.read_calendar(path, version, years, self.faults)
        self.calendar = replace(read, breaks=self.calendar.breaks)

    def _read_breaks(self, path: Path) -> None:
        """The school breaks, which belong to the version of the calendar."""
        version = self._calendar_version()
        self.calendar = replace(
            self.calendar, version=version, breaks=read_breaks(path, self.faults)
        )

    def _calendar_version(self) -> str:
        """The calendar's version in pack.yaml, which a folder with days of its own must name."""
        version = self.head.calendar_version
        if version is None:
            path = str(self.folder / "pack.yaml")
            raise Fault(Problem(path, 1, "missing_field", {"value": "calendar"}))
        return version

    def pack(self) -> Pack:
        """The finished pack; only when no fault was found."""
        return Pack(
            id=self.head.id,
            version=self.head.version,
            title=self.head.title,
            valid_from=self.head.valid_from,
            valid_to=self.head.valid_to,
            parent=self.parent.stamp if self.parent else None,
            lineage=(self.stamp, *(self.parent.lineage if self.parent else ())),
            counting=self.counting,
            sources=MappingProxyType(self.sources),
            calendar=self.calendar,
            calendar_credit=self.credit,
            notices=self.notices,
            clocks=MappingProxyType(self.clocks),
            ladder=self.ladder,
            questions=self.questions,
            citations=MappingProxyType(self.citations),
            rights=self.rights,
            retention=MappingProxyType(self.retention),
            terms=self.terms,
            hash=self._hash(),
        )

    def _hash(self) -> str:
        """SHA-256 over the folder's files and the parent's hash."""
        digest = hashlib.sha256(self.parent.hash.encode() if self.parent else b"")
        for name in FILES:
            path = self.folder / name
            content = path.read_bytes() if path.is_file() else b""
            digest.update(f"{name} {len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()
