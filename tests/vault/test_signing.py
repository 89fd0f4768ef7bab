"""The key that signs proofs: rotation keeps every public half, older sites get one on demand."""

import pytest

from reportdesk.domain.errors import Unavailable
from reportdesk.release.proofs import Verdict, judge
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import Kind, SiteKeys
from tests.vault.conftest import Place
from tests.vault.signed import a_proof

FAST = Work.fast()


def test_what_was_signed_is_genuine_and_stays_so_after_two_rotations(place: Place) -> None:
    first = place.open()
    proof = a_proof(first)
    assert judge(proof, first.proof_publics()) is Verdict.GENUINE
    for _ in range(2):
        SiteKeys.load(place.keys).rotate(Kind.PROOF)
    later = place.open(site=SiteKeys.load(place.keys))
    assert len(later.proof_publics()) == 3
    assert judge(proof, later.proof_publics()) is Verdict.GENUINE
    assert judge(a_proof(later), later.proof_publics()[:1]) is Verdict.GENUINE


def test_a_replaced_key_leaves_its_public_half_and_nothing_that_signs(site: SiteKeys) -> None:
    seed, (public,) = site.proof.seed, site.proof.publics
    site.rotate(Kind.PROOF)
    everything = b"".join(path.read_bytes() for path in site.folder.iterdir())
    assert seed is not None
    assert seed.hex().encode() not in everything
    assert public.hex().encode() in everything


def test_a_rotation_that_died_before_it_destroyed_the_old_key_loses_no_proof(
    site: SiteKeys,
) -> None:
    old = (site.folder / "proof-1").read_bytes()
    rotated = site.rotate(Kind.PROOF)
    (site.folder / "proof-1").write_bytes(old)
    (site.folder / "proof-1").chmod(0o600)
    (site.folder / "proof-1.public").unlink()
    assert SiteKeys.load(site.folder).proof == rotated.proof
    assert SiteKeys.load(site.folder).rotate(Kind.PROOF).proof.earlier == rotated.proof.publics


def test_a_site_from_before_proofs_opens_and_gets_its_key_on_demand(site: SiteKeys) -> None:
    (site.folder / "proof-1").unlink()
    older = SiteKeys.load(site.folder)
    assert older.proof.publics == ()
    with pytest.raises(Unavailable, match="no_proof_key"):
        older.proof.sign(b"anything")
    assert SiteKeys.complete(site.folder) == (Kind.PROOF,)
    newer = SiteKeys.load(site.folder)
    assert len(newer.proof.publics) == 1
    assert newer.schemes == site.schemes
    assert SiteKeys.complete(site.folder) == ()
    assert SiteKeys.load(site.folder) == newer


def test_a_site_from_before_proofs_may_also_rotate_to_its_first_key(site: SiteKeys) -> None:
    (site.folder / "proof-1").unlink()
    assert len(SiteKeys.load(site.folder).rotate(Kind.PROOF).proof.publics) == 1


def test_a_version_is_never_used_twice_even_when_only_public_halves_are_left(
    site: SiteKeys,
) -> None:
    rotated = site.rotate(Kind.PROOF)
    (site.folder / "proof-2").unlink()
    SiteKeys.complete(site.folder)
    found = SiteKeys.load(site.folder).proof
    assert found.earlier == rotated.proof.earlier
    assert found.publics[0] not in rotated.proof.publics


def test_printing_the_keys_shows_no_private_half(site: SiteKeys) -> None:
    assert site.proof.seed is not None
    assert site.proof.seed.hex() not in repr(site.proof) + repr(site)
    assert repr(site.proof.seed) not in repr(site.proof)
