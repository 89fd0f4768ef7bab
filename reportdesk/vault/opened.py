"""A case opened in somebody's session: its keys, and the one naming of what is sealed under them.

What one use case seals another opens, so the row names of sealed columns stand here alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.own import Seen
from reportdesk.vault.envelope import CannotOpen
from reportdesk.vault.holder import Holder
from reportdesk.vault.kdf import hkdf
from reportdesk.vault.vault import Vault

LADDER = "ladder"
"""Layer of a wrap that still lies under the site's escalation key."""


class Wrap(Protocol):
    """One wrap of a report's content key with what is needed to open it, as storage gives it."""

    @property
    def report_id(self) -> str:
        """The report."""

    @property
    def layer(self) -> str:
        """``open``, or ``ladder`` while under the escalation key."""

    @property
    def wrapped(self) -> bytes:
        """The wrap itself."""

    @property
    def version(self) -> int:
        """Version of the reader's key."""

    @property
    def shred_id(self) -> str:
        """Name of the report's shred key."""

    @property
    def case_key(self) -> bytes:
        """The case's key under the report's."""

    @property
    def awaits_case_key(self) -> bool:
        """Whether that key is still the report's own, because it joined the case since."""


class Sealed(Protocol):
    """A report as far as its key is concerned."""

    report_id: str
    shred_id: str


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The content keys of a case's reports and the case's own key; lives as long as a request."""

    vault: Vault
    case_id: str
    key: bytes = field(repr=False)
    reports: Mapping[str, bytes] = field(repr=False)
    lone: bool = False
    """None of the reports knows the case's key: ``key`` is the first one's own, and whoever opens
    that report too opens what is sealed here."""

    def report(self, report_id: str, sealed: bytes) -> dict[str, Any]:
        """What a reporter typed and ticked."""
        where = {"table": "report", "row": report_id, "column": "sealed"}
        content: dict[str, Any] = self.vault.open_json(self.reports[report_id], sealed, **where)
        return content

    def message(self, report_id: str, number: int, sealed: bytes) -> str:
        """The text of a message."""
        where = _sealed("message", report_id, number)
        return str(self.vault.open_json(self.reports[report_id], sealed, **where)["text"])

    def questions(self, report_id: str, number: int, sealed: bytes) -> tuple[str, ...]:
        """The questions of the sheet that an objection is about."""
        where = _sealed("message", report_id, number)
        content = self.vault.open_json(self.reports[report_id], sealed, **where)
        return tuple(str(code) for code in content.get("questions", ()))

    def attachment(self, report_id: str, number: int, sealed: bytes) -> dict[str, Any]:
        """Name, type, size, file key and what was removed of an attachment."""
        where = _sealed("attachment", report_id, number)
        content: dict[str, Any] = self.vault.open_json(self.reports[report_id], sealed, **where)
        return content

    def note(self, number: int, sealed: bytes) -> str:
        """The text of a colleague's note."""
        where = _sealed("note", self.case_id, number)
        return str(self._open(sealed, where)["text"])

    def answer(self, number: int, sealed: bytes) -> dict[str, Any]:
        """A draft answer."""
        content: dict[str, Any] = self._open(sealed, _sealed("answer", self.case_id, number))
        return content

    def sent_back(self, number: int, sealed: bytes) -> str:
        """Why a draft was sent back."""
        where = _sealed("answer", self.case_id, number, "sent_back_reason")
        return str(self._open(sealed, where)["text"])

    def proof(self, number: int, sealed: bytes) -> dict[str, Any]:
        """A proposed proof of measure ``number``: its day, its words, why it was given back."""
        where = _sealed("measure", self.case_id, number, "proposed")
        content: dict[str, Any] = self._open(sealed, where)
        return content

    def anew(self, table: str, number: int, column: str, sealed: bytes) -> bytes:
        """What a reviewer without the case's key sealed, sealed under that; all else as it is."""
        where = _sealed(table, self.case_id, number, column)
        try:
            self.vault.open_json(self.key, sealed, **where)
        except CannotOpen:
            try:
                return self.vault.seal_json(self.key, self._open(sealed, where), **where)
            except CannotOpen:
                return sealed
        return sealed

    def _open(self, sealed: bytes, where: Mapping[str, str]) -> Any:
        """What is sealed under the case's key or a report's own; raises CannotOpen."""
        own = (own_key(key, report_id) for report_id, key in self.reports.items())
        for key in (self.key, *own):
            with suppress(CannotOpen):
                return self.vault.open_json(key, sealed, **where)
        raise CannotOpen

    def letter(self, text: str) -> Callable[[str, int], bytes]:
        """A sealer of one text for any report: called with the report's id and message number."""

        def seal(report_id: str, number: int) -> bytes:
            return seal_message(self.vault, self.reports[report_id], report_id, number, text)

        return seal

    def wrap_for(self, report: Sealed, public: bytes) -> bytes:
        """A report's key for one more reader."""
        return self.vault.wrap(self.reports[report.report_id], public, report.shred_id)

    def wrap_above(self, report: Sealed, public: bytes) -> bytes:
        """A report's key for somebody above its holder, until a rung opens the site's own layer."""
        key = self.reports[report.report_id]
        return self.vault.wrap_ladder(key, public, report.shred_id)

    def wrap_case_key(self, report: Sealed) -> bytes:
        """The case's key under the key of a report that joined it."""
        return self.vault.wrap_inner(self.reports[report.report_id], self.key, report.report_id)

    def seal_note(self, text: str) -> Callable[[int], bytes]:
        """A sealer of one note, called with its number."""

        def seal(number: int) -> bytes:
            where = _sealed("note", self.case_id, number)
            return self.vault.seal_json(self.key, {"text": text}, **where)

        return seal

    def seal_answer(self, number: int, draft: Mapping[str, Any]) -> bytes:
        """A draft answer."""
        where = _sealed("answer", self.case_id, number)
        return self.vault.seal_json(self.key, dict(draft), **where)

    def seal_proof(self, number: int, proof: Mapping[str, Any]) -> bytes:
        """A proposed proof of measure ``number``."""
        where = _sealed("measure", self.case_id, number, "proposed")
        return self.vault.seal_json(self.key, dict(proof), **where)

    def seal_sent_back(self, number: int, reason: str) -> bytes:
        """Why a draft goes back."""
        where = _sealed("answer", self.case_id, number, "sent_back_reason")
        return self.vault.seal_json(self.key, {"text": reason}, **where)


def open_if_given(
    vault: Vault, holder: Holder, case_id: str, wraps: Iterable[Wrap]
) -> OpenedCase | None:
    """The case's keys as far as this session may have them; None when it was given none.

    Reports that joined since the case was last opened do not know its key yet. Alone they open what
    is theirs, and let a reviewer write under a key of their own. A ladder wrap is lifted here: call
    it only once the access rule let the holder in. Reports whose shred key is gone are left out.
    Raises NotAllowed("not_keyed") when the authority was given the case but this session holds no
    key of that version.
    """
    keys: dict[str, bytes] = {}
    case_key: bytes | None = None
    for wrap in wraps:
        blob = vault.lift(wrap.wrapped) if wrap.layer == LADDER else wrap.wrapped
        try:
            key = holder.open_report(vault, blob, wrap.version, wrap.shred_id)
        except NotFound:
            continue
        keys[wrap.report_id] = key
        if case_key is None and not wrap.awaits_case_key:
            case_key = vault.unwrap_inner(key, wrap.case_key, wrap.report_id)
    if case_key is None and keys:
        first, key = next(iter(keys.items()))
        return OpenedCase(vault, case_id, own_key(key, first), keys, lone=True)
    return OpenedCase(vault, case_id, case_key, keys) if case_key else None


def open_case(vault: Vault, holder: Holder, case_id: str, wraps: Iterable[Wrap]) -> OpenedCase:
    """Like :func:`open_if_given`; raises NotAllowed("not_keyed") also when nothing was given."""
    opened = open_if_given(vault, holder, case_id, wraps)
    if opened is None:
        raise NotAllowed("not_keyed")
    return opened


def own_key(key: bytes, report_id: str) -> bytes:
    """What stands in for the case's key while a report that was given is not given that."""
    return hkdf(key, salt=report_id.encode(), info=b"reportdesk case key of one report")


def seal_message(
    vault: Vault,
    key: bytes,
    report_id: str,
    number: int,
    text: str,
    questions: Sequence[str] = (),
) -> bytes:
    """One message under a report's key; an objection also says which questions it is about."""
    content = {"text": text, **({"questions": list(questions)} if questions else {})}
    return vault.seal_json(key, content, **_sealed("message", report_id, number))


def seal_attachment(
    vault: Vault, key: bytes, report_id: str, number: int, content: Mapping[str, Any]
) -> bytes:
    """What is known about one file, under a report's key."""
    return vault.seal_json(key, dict(content), **_sealed("attachment", report_id, number))


def seal_report(vault: Vault, key: bytes, report_id: str, content: Mapping[str, Any]) -> bytes:
    """What a reporter typed and ticked, under the report's key."""
    return vault.seal_json(key, dict(content), table="report", row=report_id, column="sealed")


def seal_seen(vault: Vault, key: bytes, report_id: str, seen: Seen) -> bytes:
    """How far a reporter looked, under the report's key."""
    return vault.seal_json(key, list(seen), **_last_seen(report_id))


def open_seen(vault: Vault, key: bytes, report_id: str, sealed: bytes | None) -> Seen | None:
    """How far a reporter looked; None before their first look. A bare number is an older note."""
    found = vault.open_json(key, sealed, **_last_seen(report_id)) if sealed else None
    if isinstance(found, int):
        return Seen("", found, None)
    return Seen(*found) if found else None


def _last_seen(report_id: str) -> dict[str, str]:
    """Associated data of that note."""
    return {"table": "report", "row": report_id, "column": "last_seen"}


def _sealed(table: str, owner: str, number: int, column: str = "sealed") -> dict[str, str]:
    """Associated data of a numbered row of a case or report."""
    return {"table": table, "row": f"{owner}/{number}", "column": column}
