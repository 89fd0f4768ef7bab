from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from reportdesk.domain.errors import BadInput
from reportdesk.vault.digits import check_digits
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from reportdesk.vault.receipts import (
    ReceiptScheme,
    derive,
    grouped,
    new_receipt,
    parse_receipt,
)
from tests.vault.conftest import Place

FAST = Work.fast()
RECEIPTS = st.integers(0, 10**22 - 1).map(lambda n: f"{n:022d}" + check_digits(f"{n:022d}"))


@dataclass(frozen=True)
class CountedScheme(ReceiptScheme):
    """A receipt scheme that remembers each expensive step."""

    steps: ClassVar[list[str]] = []

    def stretch(self, receipt: str) -> bytes:
        self.steps.append(self.id)
        return super().stretch(receipt)


@pytest.fixture
def counted(site: SiteKeys) -> SiteKeys:
    """Site keys with two live schemes that count their derivations."""
    CountedScheme.steps.clear()
    schemes = tuple(
        CountedScheme(i, bytes([n]) * 32, FAST.opslimit, FAST.memlimit)
        for n, i in enumerate(("2", "1"))
    )
    return replace(site, schemes=schemes)


def refusal(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        parse_receipt(text)
    assert caught.value.field == "receipt"
    return caught.value.code


def test_a_receipt_is_24_digits_in_six_groups_of_four() -> None:
    receipt = new_receipt()
    assert len(receipt) == 24
    assert receipt.isdecimal()
    assert [len(group) for group in grouped(receipt)] == [4] * 6
    assert "".join(grouped(receipt)) == receipt


def test_receipts_are_drawn_anew_each_time() -> None:
    assert len({new_receipt() for _ in range(500)}) == 500


@given(RECEIPTS)
def test_the_check_digits_are_those_of_the_standard(receipt: str) -> None:
    assert mod_97_10.is_valid(receipt)
    assert mod_97_10.calc_check_digits(receipt[:-2]) == receipt[-2:]


@given(RECEIPTS)
def test_a_receipt_is_accepted_however_people_type_it(receipt: str) -> None:
    wide = receipt.translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    for typed in (
        receipt,
        " ".join(grouped(receipt)),
        "-".join(grouped(receipt)),
        "\u3000".join(grouped(wide)),
        "－".join(grouped(wide)),
        f"\n {receipt[:11]}\t{receipt[11:]}\u200b ",
    ):
        assert parse_receipt(typed) == receipt


@given(RECEIPTS, st.integers(0, 23), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(receipt: str, place: int, shift: int) -> None:
    wrong = str((int(receipt[place]) + shift) % 10)
    assert refusal(receipt[:place] + wrong + receipt[place + 1 :]) == "receipt_check"


@given(RECEIPTS, st.integers(0, 22))
def test_every_swap_of_neighbouring_digits_is_found(receipt: str, place: int) -> None:
    first, second = receipt[place], receipt[place + 1]
    swapped = receipt[:place] + second + first + receipt[place + 2 :]
    if first == second:
        assert parse_receipt(swapped) == receipt
    else:
        assert refusal(swapped) == "receipt_check"


@pytest.mark.parametrize("text", ["", "   ", "1234", "0" * 23, "0" * 25, "1" * 10_000])
def test_a_missing_or_extra_digit_is_called_a_wrong_length(text: str) -> None:
    assert refusal(text) == "receipt_length"


@pytest.mark.parametrize(
    "text", ["abcd" * 6, "1234 5678 9O12", "١٢٣٤", "一二三四", "1e10", "²" * 24]
)
def test_anything_but_plain_or_full_width_digits_is_called_no_digit(text: str) -> None:
    assert refusal(text) == "receipt_digits"


def test_an_error_never_repeats_what_was_typed() -> None:
    wrong = new_receipt()[:-1] + "x"
    with pytest.raises(BadInput) as caught:
        parse_receipt(wrong)
    assert wrong not in repr(caught.value) + repr(caught.value.params)


def test_a_typing_error_costs_no_derivation(place: Place, counted: SiteKeys) -> None:
    vault = place.open(site=counted)
    receipt = new_receipt()
    with pytest.raises(BadInput):
        vault.lookups(receipt[:-1] + str((int(receipt[-1]) + 1) % 10), "following")
    assert CountedScheme.steps == []


def test_every_live_scheme_is_computed_for_every_receipt_newest_first(
    place: Place, counted: SiteKeys
) -> None:
    vault = place.open(site=counted)
    found = vault.lookups(new_receipt(), "following")
    assert [secrets.scheme_id for secrets in found] == ["2", "1"]
    assert CountedScheme.steps == ["2", "1"]


def test_a_receipt_always_leads_to_the_same_report_and_keys(site: SiteKeys) -> None:
    receipt = new_receipt()
    once, again = (derive(receipt, site.schemes[0]) for _ in range(2))
    assert once.lookup == again.lookup
    assert len(once.lookup) == 32
    assert once.keypair(b"s" * 32) == again.keypair(b"s" * 32)


def test_look_up_value_and_keys_tell_nothing_of_each_other(site: SiteKeys) -> None:
    scheme = site.schemes[0]
    secrets = derive(new_receipt(), scheme)
    other_pepper = derive(new_receipt(), replace(scheme, pepper=b"p" * 32))
    keys = [secrets.keypair(b"a"), secrets.keypair(b"b"), other_pepper.keypair(b"a")]
    values = {secrets.lookup, other_pepper.lookup}
    values |= {half for pair in keys for half in (pair.public, pair.private)}
    assert len(values) == 8


def test_the_same_receipt_under_another_pepper_finds_nothing(site: SiteKeys) -> None:
    scheme, receipt = site.schemes[0], new_receipt()
    assert derive(receipt, scheme).lookup != (
        derive(receipt, replace(scheme, pepper=b"p" * 32)).lookup
    )


def test_printing_the_secrets_of_a_receipt_shows_none(site: SiteKeys) -> None:
    secrets = derive(new_receipt(), site.schemes[0])
    pair = secrets.keypair(b"s")
    assert repr(secrets) == f"ReceiptSecrets(scheme_id='1', lookup={secrets.lookup!r})"
    assert repr(pair) == f"KeyPair(public={pair.public!r})"
    assert repr(site.schemes[0]) == "ReceiptScheme(id='1', opslimit=1, memlimit=8192)"
    assert repr(site) == f"SiteKeys(folder={site.folder!r})"
