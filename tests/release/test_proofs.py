"""Public keys in a release, and what a signature says against them."""

import sqlite3
from dataclasses import replace

import pytest
from nacl.signing import SigningKey

from reportdesk.domain.proof import key_id, parse, written
from reportdesk.release import writer
from reportdesk.release.proofs import Verdict, judge
from reportdesk.release.reader import Releases
from reportdesk.release.revision import Leaving, redacted, revised
from reportdesk.release.sums import written as sums_of
from reportdesk.release.verify import problems
from tests.release.samples import frozen, put
from tests.vault.signed import SAID

KEY, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
PUBLICS = (KEY.verify_key.encode(), OTHER.verify_key.encode())
MESSAGE = replace(SAID, key=key_id(PUBLICS[0]))
PROOF = written(MESSAGE, KEY.sign(MESSAGE.message()).signature)


def test_what_a_published_key_signed_is_genuine() -> None:
    assert judge(parse(PROOF), PUBLICS) is Verdict.GENUINE
    assert judge(parse(PROOF), PUBLICS[::-1]) is Verdict.GENUINE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-03-02", "2026-03-03"),
        ("湖北省教育厅", "湖南省教育厅"),
        ("edu-420000", "edu-430000"),
        ("demonstration: no", "demonstration: yes"),
        ("sha256:", "sha256:0"),
    ],
)
def test_one_changed_sign_anywhere_is_noticed(old: str, new: str) -> None:
    changed = PROOF.replace(old, new)
    if new == "sha256:0":
        changed = PROOF.replace(MESSAGE.commitment, "sha256:" + "0" * 64)
    assert judge(parse(changed), PUBLICS) is Verdict.ALTERED


def test_a_signature_of_another_published_key_under_this_name_does_not_count() -> None:
    forged = written(MESSAGE, OTHER.sign(MESSAGE.message()).signature)
    assert judge(parse(forged), PUBLICS) is Verdict.ALTERED


def test_a_key_that_is_not_published_is_called_unknown() -> None:
    assert judge(parse(PROOF), PUBLICS[1:]) is Verdict.UNKNOWN_KEY
    assert judge(parse(PROOF), ()) is Verdict.UNKNOWN_KEY


def test_a_release_names_the_keys_newest_first_and_so_does_its_next_revision(tmp_path) -> None:
    put(tmp_path, replace(frozen(), proof_keys=PUBLICS))
    release = Releases(tmp_path).newest()
    assert release is not None
    assert release.proof_keys == PUBLICS
    assert problems(tmp_path) == []
    rows = redacted(release.frozen().cases, Leaving(frozenset({"A1A1-0001"}), {}))
    assert revised(release.frozen(), rows, release.checksums).proof_keys == PUBLICS


def test_a_release_made_before_there_were_proofs_names_no_key_and_stays_whole(tmp_path) -> None:
    put(tmp_path, frozen())
    folder = next(tmp_path.iterdir())
    store = folder / "release.sqlite"
    store.chmod(0o644)
    with sqlite3.connect(store) as connection:
        connection.execute("DROP TABLE proof_keys")
    connection.close()
    (folder / "SHA256SUMS").chmod(0o644)
    (folder / "SHA256SUMS").write_text(sums_of(folder))
    release = Releases(tmp_path).newest()
    assert release is not None
    assert release.proof_keys == ()
    assert problems(tmp_path) == []
    assert writer.draft(tmp_path, release.frozen())
