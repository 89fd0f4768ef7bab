import pytest

from reportdesk.domain.errors import Conflict
from reportdesk.vault.custodian import first_half, second_half, split
from reportdesk.vault.envelope import CannotOpen, open_box
from reportdesk.vault.keypair import KeyPair

CUSTODIAN = KeyPair.new()
OFFICERS = {name: KeyPair.new() for name in ("wang", "li", "zhao")}
PUBLIC = {name: pair.public for name, pair in OFFICERS.items()}
SHARES = split(CUSTODIAN.private, PUBLIC)


def test_any_two_officers_in_either_order_open_the_custodian_key() -> None:
    assert len(SHARES) == 6
    for (first, second), blob in SHARES.items():
        half = first_half(blob, OFFICERS[first])
        assert second_half(half, OFFICERS[second]) == CUSTODIAN


def test_one_officer_alone_opens_it_in_neither_role() -> None:
    for (first, second), blob in SHARES.items():
        with pytest.raises(CannotOpen):
            second_half(first_half(blob, OFFICERS[first]), OFFICERS[first])
        with pytest.raises(CannotOpen):
            first_half(blob, OFFICERS[second])
        with pytest.raises(CannotOpen):
            second_half(blob, OFFICERS[first])


def test_a_third_officer_opens_no_share_made_for_two_others() -> None:
    blob = SHARES["wang", "li"]
    with pytest.raises(CannotOpen):
        first_half(blob, OFFICERS["zhao"])
    with pytest.raises(CannotOpen):
        second_half(first_half(blob, OFFICERS["wang"]), OFFICERS["zhao"])


def test_a_half_is_still_sealed() -> None:
    half = first_half(SHARES["wang", "li"], OFFICERS["wang"])
    assert CUSTODIAN.private not in half
    with pytest.raises(CannotOpen):
        open_box(OFFICERS["li"], half)


@pytest.mark.parametrize(
    "officers",
    [{}, {"wang": PUBLIC["wang"]}, {"wang": PUBLIC["wang"], "wang2": PUBLIC["wang"]}],
)
def test_two_different_officers_are_needed(officers: dict[str, bytes]) -> None:
    with pytest.raises(Conflict, match="two_officers_needed"):
        split(CUSTODIAN.private, officers)


def test_an_officer_with_two_accounts_is_no_pair() -> None:
    shares = split(CUSTODIAN.private, {**PUBLIC, "wang2": PUBLIC["wang"]})
    assert ("wang", "wang2") not in shares
    assert ("wang2", "wang") not in shares
    assert ("wang2", "li") in shares
