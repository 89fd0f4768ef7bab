"""Builds releases: freezes what the public may see, and redacts what must go.

The ledger knows a release before any reader can: files are drafted where nobody looks, entered
into the ledger in one short transaction, and only then shown. What a build that died left between
these steps is finished or taken away by the next one. Nobody has to be signed in, and no sealed
value is ever opened.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from reportdesk.domain.errors import Conflict
from reportdesk.packs.open_data import code_words
from reportdesk.packs.schema import Pack
from reportdesk.release import sums, writer
from reportdesk.release.labels import SUMS, folder_parts
from reportdesk.release.reader import Releases, folders
from reportdesk.release.revision import Leaving, redacted, revised
from reportdesk.release.schema import Frozen
from reportdesk.services.publication.selection import Selected, select
from reportdesk.settings import Settings
from reportdesk.storage.db import Tx
from reportdesk.storage.ledger import ReleasedCase, ReleaseRow, releases
from reportdesk.storage.withholding import unredacted, withheld_refs

T = TypeVar("T")


class Unit(Protocol):
    """One unit of work on the live database: ``runtime.read``, ``runtime.write``, a term's."""

    def __call__(self, work: Callable[[Tx], T]) -> T:
        """What ``work`` returns, called in a transaction of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; ``redacted`` are the labels of earlier releases that got a new revision."""

    label: str
    cases: int
    new: int
    redacted: tuple[str, ...]
    checksum: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One revision that is written and not yet shown."""

    label: str
    revision: int
    as_of: date
    cases: int
    checksum: str

    @property
    def folder(self) -> str:
        """Name of the folder it will have."""
        return f"{self.label}.r{self.revision}"


def build(
    read: Unit,
    write: Unit,
    settings: Settings,
    pack: Pack,
    secret: bytes,
    *,
    label: str | None = None,
    proof_keys: tuple[bytes, ...] = (),
) -> Built:
    """Write the release of today and redact earlier ones.

    ``label`` is by default the ISO week; ``proof_keys`` are the public keys that sign proofs of
    filing. Raises Conflict when that release exists (the
    demonstration takes the next number of the week instead) or while another build is running,
    and BadInput for a label of any other week. The live database is locked for the ledger alone.
    """
    root = settings.releases
    with _alone(root):
        _recover(read, write, root)
        selected = read(lambda tx: select(tx, settings, pack, secret, label))
        selected = replace(selected, frozen=replace(selected.frozen, proof_keys=proof_keys))
        earlier, newest = _drafted(root, selected, read(_revisions), write)
        write(lambda tx: _record(tx, selected, (*earlier, newest)))
        for draft in (*earlier, newest):
            writer.place(root, draft.folder)
        _sweep(root, read(_revisions))
    return Built(
        label=newest.label,
        cases=newest.cases,
        new=len(selected.new),
        redacted=tuple(draft.label for draft in earlier),
        checksum=newest.checksum,
    )


def redact(read: Unit, write: Unit, settings: Settings) -> tuple[str, ...]:
    """Take what was withheld out of every release, without waiting for the next one.

    Nothing else changes: whatever reporters did leaves with a scheduled release. Returns the
    labels that got a new revision. Raises Conflict while a build is running.
    """
    root = settings.releases
    waiting = read(lambda tx: {(row.case_id, row.number) for row in unredacted(tx)})
    if not waiting:
        return ()
    with _alone(root):
        _recover(read, write, root)
        withheld = read(lambda tx: withheld_refs(tx, {case_id for case_id, _ in waiting}))
        leaving = Leaving(frozenset(), withheld, None)
        earlier = _written(root, _revised(Releases(root), read(_revisions), leaving), write)
        write(lambda tx: _note_redacted(tx, earlier, waiting))
        for draft in earlier:
            writer.place(root, draft.folder)
        _sweep(root, read(_revisions))
    return tuple(draft.label for draft in earlier)


def _note_redacted(tx: Tx, drafts: list[Draft], done: set[tuple[str, int]]) -> None:
    """Enter the revisions, and that these withholdings are in them."""
    for draft in drafts:
        _enter(tx, draft)
    for row in unredacted(tx):
        if (row.case_id, row.number) in done:
            row.redacted_on = tx.today


def disagreements(tx: Tx, settings: Settings, label: str | None = None) -> list[str]:
    """Where the folder and the ledger of the live database differ, in one release or in all."""
    found: list[str] = []
    ledger, present = releases(tx), folders(settings.releases)
    for name, row in ledger.items():
        if label not in (None, name):
            continue
        folder = f"{name}.r{row.revision}"
        digest = _digest(settings.releases / folder / SUMS)
        if folder not in present or digest is None:
            found.append(f"{name}: revision {row.revision} is not in the folder")
        elif digest != row.checksum:
            found.append(f"{name}: the files are not those that were released")
    unknown = {
        folder
        for folder, (name, revision) in present.items()
        if label in (None, name) and (name not in ledger or revision > ledger[name].revision)
    }
    return found + [f"{folder}: not in the ledger" for folder in sorted(unknown)]


def _digest(path: Path) -> str | None:
    """The checksum of a file, or None when it cannot be read."""
    try:
        return sums.checksum(path)
    except OSError:
        return None


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """No second build meanwhile; raises Conflict while one is running."""
    try:
        with writer.alone(root):
            yield
    except writer.OccupiedError:
        raise Conflict("release_building") from None


Revisions = dict[str, tuple[int, str]]
"""Label -> newest revision and its checksum, as the ledger says."""


def _revisions(tx: Tx) -> Revisions:
    """The newest revision of every release."""
    return {label: (row.revision, row.checksum) for label, row in releases(tx).items()}


def _recover(read: Unit, write: Unit, root: Path) -> None:
    """Finish or take away what a build left that died, or what another database released."""
    known = read(_revisions)
    for name, checksum in writer.drafts(root).items():
        label, revision = folder_parts(name) or (name, 0)
        if known.get(label) == (revision, checksum) and name not in folders(root):
            writer.place(root, name)
    writer.discard(root)
    for label in known:
        adopted = _ahead(root, label, known[label][0])
        if adopted is not None:
            write(partial(_enter, draft=adopted))
    _sweep(root, read(_revisions))


def _ahead(root: Path, label: str, revision: int) -> Draft | None:
    """A later revision that took the known one's place before an older database was restored."""
    if f"{label}.r{revision}" in folders(root):
        return None
    release = Releases(root).get(label)
    if release is None or release.header.revision < revision:
        return None
    return _draft(release.frozen(), release.digest)


def _sweep(root: Path, known: Revisions) -> None:
    """Take away every folder that is not the newest revision of a release of the ledger."""
    for name, (label, revision) in folders(root).items():
        if label not in known or known[label][0] != revision:
            writer.remove(root, name)


def _drafted(
    root: Path, selected: Selected, known: Revisions, write: Unit
) -> tuple[list[Draft], Draft]:
    """The revisions of earlier releases that must change, and the new release, all unseen yet."""
    earlier = _written(root, _revised(Releases(root), known, selected.leaving), write)
    return earlier, _written(root, [selected.frozen], write)[0]


def _written(root: Path, frozen: Iterable[Frozen], write: Unit) -> list[Draft]:
    """Drafts of these revisions; none at all when the disk fails.

    Each is long work: before it an empty transaction keeps a leader's term, or ends the build of
    one who was overtaken.
    """
    drafts = []
    try:
        for one in frozen:
            write(lambda _tx: None)
            drafts.append(_draft(one, writer.draft(root, one)))
    except (OSError, Conflict):
        writer.discard(root)
        raise
    return drafts


def _revised(on_disk: Releases, known: Revisions, leaving: Leaving) -> Iterator[Frozen]:
    """The next revision of every release that still shows what must leave."""
    for label in sorted(set(on_disk.labels()) & set(known)):
        release = on_disk.get(label)
        if release is None:
            continue
        frozen = release.frozen()
        rows = redacted(frozen.cases, leaving)
        if rows != frozen.cases:
            yield revised(frozen, rows, release.checksums, code_words())
        release.close()


def _draft(frozen: Frozen, checksum: str) -> Draft:
    """What the ledger keeps of one revision."""
    header = frozen.header
    return Draft(header.label, header.revision, header.as_of, len(frozen.cases), checksum)


def _record(tx: Tx, selected: Selected, drafts: tuple[Draft, ...]) -> None:
    """Enter the revisions and the cases that are new in them into the ledger."""
    label = selected.frozen.header.label
    for case, held in selected.new.items():
        tx.session.add(ReleasedCase(case_id=case, label=label, held_days=held))
    for draft in drafts:
        _enter(tx, draft)


def _enter(tx: Tx, draft: Draft) -> None:
    """The ledger row of one revision."""
    tx.session.add(
        ReleaseRow(
            label=draft.label,
            revision=draft.revision,
            as_of=draft.as_of,
            cases=draft.cases,
            checksum=draft.checksum,
        )
    )
    tx.session.flush()
