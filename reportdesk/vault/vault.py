"""The one door to the secrets: what use cases call, and all they may call."""

import json
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from reportdesk.domain.errors import NotFound
from reportdesk.settings import Settings
from reportdesk.vault import carry, envelope, receipts, references
from reportdesk.vault.files import BlobStore, LocalBlobs, LocalShreds, ShredStore, new_blob_name
from reportdesk.vault.kdf import KEY_BYTES, Work
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.keys import SiteKeys
from reportdesk.vault.people import PeopleVault
from reportdesk.vault.slots import Pool, Slots
from reportdesk.vault.spool import SealedSpool
from reportdesk.vault.stream import open_stream, seal_stream


@dataclass(frozen=True, slots=True)
class ReportSecret:
    """Made once for each report: its content key (stored only in wraps), shred key and salt.

    ``shred_id`` and ``salt`` stand in the report's row; ``salt`` goes into
    :meth:`reportdesk.vault.receipts.ReceiptSecrets.keypair`.
    """

    key: bytes = field(repr=False)
    shred_id: str
    salt: bytes


class StoredFile(NamedTuple):
    """A sealed file: its blob, its own key, and its true size in bytes (seal both of these)."""

    blob_name: str
    key: bytes
    size: int


class Vault(PeopleVault):
    """Receipts, reports, sealed values and files; staff and sessions are inherited."""

    def __init__(
        self,
        site: SiteKeys,
        blobs: BlobStore,
        shreds: ShredStore,
        slots: Slots,
        work: Work | None = None,
        *,
        spools: Path | None = None,
    ) -> None:
        super().__init__(site, slots, work or Work())
        self._spools = spools or Path(tempfile.gettempdir())
        self._blobs = blobs
        self._shreds = shreds

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The vault of a deployment.

        Raises KeyFileError when the key folder cannot be used, and in production when a receipt
        scheme in it was made with test parameters.
        """
        site = SiteKeys.load(settings.keys)
        if settings.production:
            site.refuse_weak(Work())
        return cls(
            site,
            LocalBlobs(settings.blobs),
            LocalShreds(settings.shreds),
            Slots(settings.argon2_slots),
            Work.of(settings),
            spools=settings.blobs,
        )

    def secret(self, name: Literal["flask", "publication"]) -> bytes:
        """One of the site's plain secrets, 32 bytes."""
        return {"flask": self._site.flask, "publication": self._site.publication}[name]

    # Proofs of filing

    @property
    def proves(self) -> bool:
        """Whether this site has a key that signs proofs."""
        return self._site.proof.seed is not None

    def proof_publics(self) -> tuple[bytes, ...]:
        """Public halves of every key that ever signed a proof, the present one first."""
        return self._site.proof.publics

    def sign_proof(self, message: bytes) -> bytes:
        """The present key's signature of a statement; raises Unavailable("no_proof_key")."""
        return self._site.proof.sign(message)

    # Receipts

    def draw_receipt(self) -> str:
        """A fresh receipt, 24 bare digits."""
        return receipts.new_receipt()

    def parse_receipt(self, text: str) -> str:
        """The digits of a typed receipt; raises BadInput("receipt", ...) without a derivation."""
        return receipts.parse_receipt(text)

    def grouped(self, receipt: str) -> tuple[str, ...]:
        """Six groups of four digits."""
        return receipts.grouped(receipt)

    def lookups(self, receipt: str, pool: Pool) -> tuple[receipts.ReceiptSecrets, ...]:
        """The receipt under every live scheme, newest first; always all, known or not.

        Raises BadInput for a typing error before any derivation, and Busy when ``pool`` is full.
        """
        digits = receipts.parse_receipt(receipt)
        with self._slots.take(pool):
            return tuple(receipts.derive(digits, scheme) for scheme in self._site.schemes)

    def look_for_nothing(self, receipt: receipts.ReceiptSecrets) -> None:
        """What opening a destroyed report costs, for a receipt that never had one."""
        pair = receipt.keypair(secrets.token_bytes(KEY_BYTES))
        with suppress(NotFound):
            self.unwrap(b"", pair, secrets.token_hex(16))

    # References on letters

    def draw_reference(self) -> str:
        """A fresh one-time reference for a letter, 20 bare digits."""
        return references.REFERENCE.draw()

    def reference_groups(self, code: str) -> tuple[str, ...]:
        """Five groups of four digits, as the letter prints it."""
        return references.REFERENCE.grouped(code)

    def reference_lookup(self, text: str) -> bytes:
        """What is kept of a typed reference; raises BadInput("reference", ...) for a typo."""
        code = references.REFERENCE.parse(text)
        return references.lookup(self._site.publication, code)

    # Reports and their keys

    def new_report(self) -> ReportSecret:
        """A content key, a stored shred key and a salt for a new report.

        The shred key is on disk when this returns; after a rollback it stays behind, and means
        nothing. Raises Unavailable("disk_full").
        """
        key = self.new_key()
        return ReportSecret(key, self._shreds.new(), secrets.token_bytes(KEY_BYTES))

    def shred(self, shred_id: str) -> None:
        """Destroy a report's shred key: no wrap of it can ever be opened again, by anybody."""
        self._shreds.destroy(shred_id)

    def wrap(self, key: bytes, public: bytes, shred_id: str) -> bytes:
        """A content key for one reader; raises NotFound("shredded")."""
        return envelope.wrap_key(public, key, self._shreds.get(shred_id))

    def wrap_ladder(self, key: bytes, public: bytes, shred_id: str) -> bytes:
        """A content key for an authority further up, useless until :meth:`lift` at its rung."""
        newest = self._site.escalation[0]
        return envelope.wrap_ladder(public, key, self._shreds.get(shred_id), newest)

    def lift(self, blob: bytes) -> bytes:
        """The ordinary wrap inside a ladder wrap, whichever escalation key it was made under."""
        for key in self._site.escalation:
            try:
                return envelope.lift_ladder(blob, key)
            except envelope.CannotOpen:
                continue
        raise envelope.CannotOpen

    def unwrap(self, blob: bytes, keypair: KeyPair, shred_id: str) -> bytes:
        """The content key of a wrap; raises CannotOpen, or NotFound("shredded")."""
        return envelope.unwrap_key(keypair, blob, self._shreds.get(shred_id))

    def new_key(self) -> bytes:
        """A random content key of 32 bytes."""
        return secrets.token_bytes(KEY_BYTES)

    def wrap_inner(self, outer: bytes, inner: bytes, row: str) -> bytes:
        """One content key under another, for one row (a case's key under a report's)."""
        return envelope.aead_seal(outer, inner, ("inner", row))

    def unwrap_inner(self, outer: bytes, blob: bytes, row: str) -> bytes:
        """What :meth:`wrap_inner` was given; raises CannotOpen."""
        return envelope.aead_open(outer, blob, ("inner", row))

    # Sealed values

    def seal_text(self, key: bytes, text: str, *, table: str, row: str, column: str) -> bytes:
        """A text for one column of one row, padded and sealed."""
        return envelope.seal(key, text.encode(), table=table, row=row, column=column)

    def open_text(self, key: bytes, blob: bytes, *, table: str, row: str, column: str) -> str:
        """The text of a column; raises CannotOpen when it was moved, changed or is another's."""
        return envelope.open_sealed(key, blob, table=table, row=row, column=column).decode()

    def seal_json(self, key: bytes, value: Any, *, table: str, row: str, column: str) -> bytes:
        """A JSON value for one column of one row, padded and sealed."""
        text = json.dumps(value, ensure_ascii=False)
        return self.seal_text(key, text, table=table, row=row, column=column)

    def open_json(self, key: bytes, blob: bytes, *, table: str, row: str, column: str) -> Any:
        """The JSON value of a column; raises CannotOpen."""
        return json.loads(self.open_text(key, blob, table=table, row=row, column=column))

    def new_keypair(self) -> KeyPair:
        """A random X25519 pair (an authority's, the custodian's)."""
        return KeyPair.new()

    def seal_to(self, public: bytes, data: bytes, *, purpose: str = "") -> bytes:
        """Pad and seal to a key pair; it opens for the same ``purpose`` only."""
        return envelope.seal_to(public, data, purpose=purpose)

    def open_box(self, keypair: KeyPair, blob: bytes, *, purpose: str = "") -> bytes:
        """What :meth:`seal_to` was given; raises CannotOpen."""
        return envelope.open_box(keypair, blob, purpose=purpose)

    # Carried state

    def seal_state(self, purpose: str, data: dict[str, Any], now: datetime) -> str:
        """What a student's form carries on, sealed under the day's form key."""
        return carry.seal_state(self._site, purpose, data, now)

    def open_state(
        self, purpose: str, token: str, now: datetime, max_age: timedelta
    ) -> dict[str, Any]:
        """The data of a carried state; raises Expired, or BadInput("state", "tampered")."""
        return carry.open_state(self._site, purpose, token, now, max_age)

    def sweep_form_keys(self, today: date) -> int:
        """Destroy form keys from before yesterday; returns how many."""
        return self._site.sweep_form_keys(today)

    # Files

    def store_file(self, chunks: Iterable[bytes], today: date) -> StoredFile:
        """Seal and store a file as it arrives, under a key of its own; all of it or nothing.

        Raises Unavailable("disk_full") and whatever ``chunks`` raises.
        """
        key, name, size = self.new_key(), new_blob_name(today), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                size += len(chunk)
                yield chunk

        self._blobs.put(name, seal_stream(key, counted()))
        return StoredFile(name, key, size)

    def read_file(self, blob_name: str, key: bytes) -> Iterator[bytes]:
        """The content of a stored file; raises NotFound("blob") at once, CannotOpen on the way."""
        return open_stream(key, self._blobs.get(blob_name))

    def has_file(self, blob_name: str) -> bool:
        """Whether a stored file is still there; raises NotFound("blob") for no name of ours."""
        return self._blobs.exists(blob_name)

    def drop_file(self, blob_name: str) -> None:
        """Remove a stored file; nothing happens when it is gone."""
        self._blobs.delete(blob_name)

    def files_before(self, day: date) -> Iterator[str]:
        """Names of files uploaded before a day, unfinished ones included, for the daily sweep."""
        return self._blobs.list(older_than=day)

    def spool(self) -> SealedSpool:
        """A sealed place for an upload while its form is read."""
        return SealedSpool(self._spools)

    def room_for(self, size: int) -> bool:
        """Whether the store can take ``size`` more bytes, asked before accepting any."""
        free = self._blobs.room()
        return free is None or free > size
