"""What a thief finds who carries away every folder and every column."""

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from reportdesk.domain.errors import DomainError
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.vault import Vault
from tests.fakes import FixedClock
from tests.vault.conftest import Place

CANARY = "金丝雀七四一 canary-7741"
PASSWORD = "the officer's own password"
TEXT = {"table": "report", "row": "r1", "column": "sealed"}
NAME = {"table": "attachment", "row": "r1/1", "column": "sealed"}


@dataclass(frozen=True)
class Loot:
    """Every stored column of one report, its file, one member of staff and a live session."""

    rows: dict[str, bytes]
    shred_id: str
    blob_name: str
    staff_public: bytes

    def column(self, name: str) -> bytes:
        return self.rows[name]


@pytest.fixture
def loot(vault: Vault, clock: FixedClock) -> Loot:
    """A filed report with an attachment, as storage would keep it, and its holder signed in."""
    officer = vault.new_staff(PASSWORD)
    pair = vault.unlock(PASSWORD, officer.salt, officer.wrapped_private, officer.public)
    authority, superior = vault.new_keypair(), vault.new_keypair()
    report, receipt = vault.new_report(), vault.draw_receipt()
    vault.seal_state("filing", {"words": CANARY, "receipt": receipt}, clock())
    secrets = vault.lookups(receipt, "filing")[0]
    reporter = secrets.keypair(report.salt)
    file = vault.store_file([CANARY.encode() * 9000], clock().date())
    session = vault.open_session(pair)
    described = {"name": CANARY, "key": file.key.hex(), "size": file.size}
    rows = {
        "sealed": vault.seal_text(report.key, CANARY, **TEXT),
        "file": vault.seal_json(report.key, described, **NAME),
        "lookup": secrets.lookup,
        "salt": report.salt,
        "reporter_public": reporter.public,
        "wrap_reporter": vault.wrap(report.key, reporter.public, report.shred_id),
        "wrap_holder": vault.wrap(report.key, authority.public, report.shred_id),
        "wrap_ladder": vault.wrap_ladder(report.key, superior.public, report.shred_id),
        "member_key": vault.seal_to(officer.public, authority.private, purpose="authority"),
        "draft": vault.seal_to(officer.public, CANARY.encode(), purpose="draft"),
        "staff_salt": officer.salt,
        "staff_wrapped": officer.wrapped_private,
        "staff_recovery": officer.wrapped_recovery,
        "session_hash": session.id_hash,
        "session_key": session.sealed_key,
    }
    return Loot(rows, report.shred_id, file.blob_name, officer.public)


def disguises(text: str) -> Iterator[bytes]:
    """The ways in which a text may hide in raw bytes."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        raw = text.encode(encoding)
        yield raw
        yield raw.hex().encode()
        for shift in range(3):  # base64 of the text at each alignment, without the blurred ends
            yield base64.b64encode(b"\0" * shift + raw)[4:-4]
    yield quote(text).encode()
    yield zlib.compress(text.encode())[2:-4]


def bytes_at_rest(place: Place, loot: Loot) -> bytes:
    files = [path.read_bytes() for path in place.root.rglob("*") if path.is_file()]
    return b"\n".join([*files, *loot.rows.values()])


def site_secrets(place: Place) -> list[bytes]:
    """The key in every key file."""
    return [bytes.fromhex(json.loads(path.read_text())["key"]) for path in place.keys.iterdir()]


def private_looking(place: Place, loot: Loot) -> list[bytes]:
    """Every 32-byte secret at rest that a thief may try as a private key."""
    shreds = [path.read_bytes() for path in place.shreds.rglob("*") if path.is_file()]
    columns = [blob[:32].ljust(32, b"\0") for blob in loot.rows.values()]
    return site_secrets(place) + shreds + columns


def test_raw_bytes_of_every_folder_and_column_hold_no_word(place: Place, loot: Loot) -> None:
    haystack = bytes_at_rest(place, loot)
    assert len(haystack) > 64 * 1024
    for needle in disguises(CANARY):
        assert needle not in haystack


@pytest.mark.parametrize("number", range(len(list(disguises(CANARY)))))
def test_the_same_search_finds_a_word_planted_on_purpose(
    place: Place, loot: Loot, number: int
) -> None:
    needle = list(disguises(CANARY))[number]
    (place.blobs / "planted").write_bytes(b"..." + needle + b"...")
    assert needle in bytes_at_rest(place, loot)


def test_key_files_shred_keys_and_columns_together_open_nothing(place: Place, loot: Loot) -> None:
    thief = place.open()
    lifted = thief.lift(loot.column("wrap_ladder"))
    wraps = [loot.column("wrap_reporter"), loot.column("wrap_holder"), lifted]
    secrets = private_looking(place, loot)
    assert len(secrets) > 20
    for secret in secrets:
        for pair in (KeyPair.of_private(secret), KeyPair.from_seed(secret)):
            for wrap in wraps:
                with pytest.raises(DomainError):
                    thief.unwrap(wrap, pair, loot.shred_id)
            for purpose, box in (("authority", "member_key"), ("draft", "draft")):
                with pytest.raises(DomainError):
                    thief.open_box(pair, loot.column(box), purpose=purpose)
        with pytest.raises(DomainError):
            thief.open_text(secret, loot.column("sealed"), **TEXT)
        with pytest.raises(DomainError):
            b"".join(thief.read_file(loot.blob_name, secret))


def test_a_live_sessions_row_with_all_key_files_opens_no_session(place: Place, loot: Loot) -> None:
    thief = place.open()
    secrets = [loot.column("session_hash"), *site_secrets(place)]
    guesses = [secret.hex() for secret in secrets]
    guesses += [base64.urlsafe_b64encode(secret).decode().rstrip("=") for secret in secrets]
    for guess in guesses:
        with pytest.raises(DomainError):
            thief.resume(guess, loot.column("session_key"), loot.staff_public)


def test_with_one_staff_password_everything_opens(place: Place, loot: Loot) -> None:
    thief = place.open()
    salt, wrapped = loot.column("staff_salt"), loot.column("staff_wrapped")
    officer = thief.unlock(PASSWORD, salt, wrapped, loot.staff_public)
    private = thief.open_box(officer, loot.column("member_key"), purpose="authority")
    holder = KeyPair.of_private(private)
    key = thief.unwrap(loot.column("wrap_holder"), holder, loot.shred_id)
    assert thief.open_text(key, loot.column("sealed"), **TEXT) == CANARY
    file = thief.open_json(key, loot.column("file"), **NAME)
    content = b"".join(thief.read_file(loot.blob_name, bytes.fromhex(file["key"])))
    assert content == CANARY.encode() * 9000
    with pytest.raises(DomainError):
        thief.unwrap(thief.lift(loot.column("wrap_ladder")), holder, loot.shred_id)
