"""Values sealed by the first version open for ever: a change of format needs a new version byte."""

import json
from pathlib import Path

import pytest

from reportdesk.vault import envelope, receipts, sessions, staff
from reportdesk.vault.kdf import Work
from reportdesk.vault.keypair import KeyPair

KEPT = json.loads((Path(__file__).parent / "formats_v1.json").read_text(encoding="utf-8"))
KEY, SHRED, SITE = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
PAIR = KeyPair.from_seed(b"s" * 32)


def kept(name: str) -> bytes:
    return bytes.fromhex(KEPT[name])


def scheme(work: Work) -> receipts.ReceiptScheme:
    return receipts.ReceiptScheme("1", b"p" * 32, work.opslimit, work.memlimit)


def test_a_receipt_of_old_still_finds_its_report_and_opens_it() -> None:
    found = receipts.derive(KEPT["receipt"], scheme(Work.fast()))
    assert found.lookup == kept("lookup")
    assert found.keypair(b"r" * 32).public == kept("reporter_public")


def test_a_receipt_of_old_is_found_under_the_real_work_factor() -> None:
    assert receipts.derive(KEPT["receipt"], scheme(Work())).lookup == kept("real_lookup")


def test_a_column_of_old_still_opens() -> None:
    place = {"table": "report", "row": "r1", "column": "sealed"}
    assert envelope.open_sealed(KEY, kept("column"), **place).decode() == "旧的文字"


def test_a_box_of_old_still_opens() -> None:
    assert envelope.open_box(PAIR, kept("box"), purpose="totp") == b"totp secret"


@pytest.mark.parametrize("name", ["wrap", "ladder"])
def test_a_wrap_of_old_still_opens(name: str) -> None:
    blob = kept(name)
    ordinary = envelope.lift_ladder(blob, SITE) if name == "ladder" else blob
    assert envelope.unwrap_key(PAIR, ordinary, SHRED) == KEY


def test_passwords_and_recovery_codes_of_old_still_unlock() -> None:
    by_password = staff.unlock("录音 2026", kept("staff_salt"), kept("staff_wrapped"), PAIR.public)
    by_code = staff.unlock_recovery(KEPT["recovery_code"], kept("recovery_wrapped"), PAIR.public)
    assert by_password == by_code == PAIR


def test_a_session_of_old_goes_on() -> None:
    assert sessions.session_hash(KEPT["cookie"]) == kept("session_hash")
    assert sessions.resume(KEPT["cookie"], kept("session_sealed"), PAIR.public, SITE) == PAIR
