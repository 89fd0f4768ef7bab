"""The site's key files: outside the database, versioned, readable by their owner only."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Self

from reportdesk.domain.errors import Conflict
from reportdesk.vault.disk import destroy, make_folder, write_new
from reportdesk.vault.kdf import Work
from reportdesk.vault.keyfile import NOT_OURS, KeyFileError, encode, read_content, read_key
from reportdesk.vault.receipts import ReceiptScheme
from reportdesk.vault.signing import SigningKey, keep_publics, next_version, signing_key


class Kind(StrEnum):
    """The versioned site keys."""

    RECEIPT = "receipt"
    """Pepper and parameters of a receipt scheme; two may be live."""
    ESCALATION = "escalation"
    """Seals ladder wraps; older versions stay, because older wraps need them."""
    SESSION = "session"
    """Part of what opens a staff session; rotating ends all sessions."""
    PUBLICATION = "publication"
    """Seed of published noise; fixed for the life of a site, since cells are written once."""
    FLASK = "flask"
    """Signs the desk's form tokens; rotating makes open desk forms ask again."""
    PROOF = "proof"
    """Signs proofs of filing; a replaced one leaves its public half behind."""


ROTATABLE = (Kind.RECEIPT, Kind.ESCALATION, Kind.SESSION, Kind.FLASK, Kind.PROOF)
LATER = frozenset({Kind.PROOF})
"""Kinds that older sites lack; ``keys init`` adds them."""
_REPLACED = frozenset({Kind.SESSION, Kind.FLASK, Kind.PROOF})
LIVE_SCHEMES = 2
"""Most receipt schemes computed at each look-up."""

_VERSIONED = re.compile(rf"({'|'.join(Kind)})-([1-9][0-9]*)")
_FORM = re.compile(r"form-(\d{4}-\d{2}-\d{2})")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeyState:
    """One line of ``keys status``: a kind and what of it is live, newest first."""

    kind: str
    live: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """What the key folder held when it was loaded; form keys are read from it when needed.

    ``schemes`` and ``escalation`` are newest first. After a rotation running processes keep the
    old set until they restart.
    """

    folder: Path
    schemes: tuple[ReceiptScheme, ...] = field(repr=False)
    escalation: tuple[bytes, ...] = field(repr=False)
    session: bytes = field(repr=False)
    publication: bytes = field(repr=False)
    flask: bytes = field(repr=False)
    proof: SigningKey = field(repr=False)

    @classmethod
    def init(cls, folder: Path, work: Work | None = None) -> Self:
        """Create every key file; ``work`` becomes the parameters of the first receipt scheme.

        Raises Conflict("keys_exist") when the folder already holds a key: replacing a pepper
        would silently lock every reporter out.
        """
        make_folder(folder)
        folder.chmod(0o700)
        if _versions(folder) or _form_days(folder):
            raise Conflict("keys_exist", folder=str(folder))
        for kind in Kind:
            _write(folder, kind, 1, work or Work())
        return cls.load(folder)

    @classmethod
    def complete(cls, folder: Path) -> tuple[Kind, ...]:
        """Add the kinds that a newer version brought; raises as :meth:`load`, replaces nothing."""
        cls.load(folder)
        added = tuple(kind for kind in Kind if kind in LATER - _versions(folder).keys())
        for kind in added:
            with suppress(FileExistsError):
                _write(folder, kind, next_version(folder, []), Work())
        return added

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the folder; raises KeyFileError when it is missing, incomplete or open to others."""
        _check_private(folder)
        found = _versions(folder)
        missing = [kind.value for kind in Kind if kind not in LATER | found.keys()]
        if missing:
            remedy = f"{', '.join(missing)} missing; restore the backup, or run `keys init` anew"
            raise KeyFileError("keys_incomplete", folder, remedy)

        def live(kind: Kind) -> list[bytes]:
            return [read_key(folder / f"{kind}-{v}") for v in found[kind]]

        return cls(
            folder=folder,
            schemes=tuple(
                _read_scheme(folder, version) for version in found[Kind.RECEIPT][:LIVE_SCHEMES]
            ),
            escalation=tuple(live(Kind.ESCALATION)),
            session=live(Kind.SESSION)[0],
            publication=live(Kind.PUBLICATION)[0],
            flask=live(Kind.FLASK)[0],
            proof=signing_key(folder, found.get(Kind.PROOF, [])),
        )

    def rotate(self, kind: Kind, *, work: Work | None = None, retire_oldest: bool = False) -> Self:
        """Add a new version of one kind and return the reloaded keys.

        Session and flask keys replace the old ones; of proof keys the public halves stay. A third
        receipt scheme is refused with Conflict("two_schemes_live") unless ``retire_oldest``:
        reports still filed under the oldest could then never be followed again. Raises
        Conflict("not_rotatable") for the publication secret.
        """
        if kind not in ROTATABLE:
            raise Conflict("not_rotatable", kind=kind.value)
        old = _versions(self.folder).get(kind, [])
        if kind is Kind.RECEIPT and len(old) >= LIVE_SCHEMES and not retire_oldest:
            raise Conflict("two_schemes_live", oldest=str(old[-1]))
        try:
            new = next_version(self.folder, old) if kind is Kind.PROOF else old[0] + 1
            _write(self.folder, kind, new, work or Work())
        except FileExistsError:
            raise Conflict("rotated_meanwhile", kind=kind.value) from None
        gone = old if kind in _REPLACED else []
        if kind is Kind.PROOF:
            keep_publics(self.folder, old)
        if kind is Kind.RECEIPT:
            gone = old[LIVE_SCHEMES - 1 :]
        for version in gone:
            destroy(self.folder / f"{kind}-{version}")
        return type(self).load(self.folder)

    def status(self) -> tuple[KeyState, ...]:
        """What is live in the folder now, kind by kind, then the form keys by day."""
        found = _versions(self.folder)
        lines = [KeyState(kind, tuple(map(str, found.get(kind, [])))) for kind in Kind]
        cost = ", ".join(f"{s.id}: {s.memlimit // 1024} KiB x {s.opslimit}" for s in self.schemes)
        lines[0] = KeyState(Kind.RECEIPT, lines[0].live, cost)
        earlier = f"{len(self.proof.earlier)} earlier, public half only"
        lines[-1] = KeyState(Kind.PROOF, lines[-1].live, earlier if self.proof.earlier else "")
        days = sorted(_form_days(self.folder), reverse=True)
        return (*lines, KeyState("form", tuple(day.isoformat() for day in days)))

    def refuse_weak(self, floor: Work) -> None:
        """Raise KeyFileError when a receipt scheme is cheaper than ``floor`` (production)."""
        for scheme in self.schemes:
            if scheme.work.weaker_than(floor):
                remedy = f"receipt scheme {scheme.id} was made for tests; use a folder of its own"
                raise KeyFileError("weak_scheme", self.folder, remedy)

    def form_key(self, today: date) -> bytes:
        """The day's form key, created at first use; the same for every process on this folder.

        Whoever creates it also destroys the keys that are due, so that this never depends on
        a job having run.
        """
        path = self._form_path(today)
        try:
            return read_key(path)
        except FileNotFoundError:
            self.sweep_form_keys(today)
        with suppress(FileExistsError):  # another process won: its key is the day's key
            write_new(path, encode("form", today.isoformat(), {}))
        return read_key(path)

    def live_form_keys(self, today: date) -> tuple[bytes, ...]:
        """Existing form keys that may still open a state, without creating any.

        Today's, yesterday's, and tomorrow's for a node whose clock is a little ahead.
        """
        keys = []
        for day in (today, today - _DAY, today + _DAY):
            try:
                keys.append(read_key(self._form_path(day)))
            except FileNotFoundError:
                continue
        return tuple(keys)

    def sweep_form_keys(self, today: date) -> int:
        """Destroy form keys from before yesterday (48 hours at most); returns how many."""
        due = [day for day in _form_days(self.folder) if day < today - _DAY]
        for day in due:
            destroy(self._form_path(day))
        return len(due)

    def _form_path(self, day: date) -> Path:
        return self.folder / f"form-{day.isoformat()}"


def _write(folder: Path, kind: Kind, version: int, work: Work) -> None:
    """Create one key file; raises FileExistsError, never overwrites."""
    cost = {"opslimit": work.opslimit, "memlimit": work.memlimit} if kind is Kind.RECEIPT else {}
    write_new(folder / f"{kind}-{version}", encode(kind, version, cost))


def _read_scheme(folder: Path, version: int) -> ReceiptScheme:
    """One receipt scheme with its parameters."""
    content = read_content(folder / f"{Kind.RECEIPT}-{version}")
    return ReceiptScheme(
        id=str(version),
        pepper=bytes.fromhex(str(content["key"])),
        opslimit=int(content["opslimit"]),
        memlimit=int(content["memlimit"]),
    )


def _check_private(folder: Path) -> None:
    """Raise KeyFileError unless the folder exists and only its owner may look inside."""
    if not folder.is_dir():
        raise KeyFileError("keys_missing", folder, "no such folder; run `reportdesk keys init`")
    if folder.stat().st_mode & 0o077:
        raise KeyFileError("keys_open", folder, "the folder must have mode 0700")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise KeyFileError("keys_unreadable", folder, NOT_OURS)


def _versions(folder: Path) -> dict[Kind, list[int]]:
    """Versions present of each kind, newest first."""
    found: dict[Kind, list[int]] = {}
    for path in folder.iterdir():
        if match := _VERSIONED.fullmatch(path.name):
            found.setdefault(Kind(match[1]), []).append(int(match[2]))
    return {kind: sorted(versions, reverse=True) for kind, versions in found.items()}


def _form_days(folder: Path) -> list[date]:
    """Days that have a form key."""
    matches = (_FORM.fullmatch(path.name) for path in folder.iterdir())
    return [date.fromisoformat(match[1]) for match in matches if match]
