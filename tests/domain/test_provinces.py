"""Provincial units by their ISO code."""

import pytest

from reportdesk.domain.authority import NOT_COVERED as CODES_NOT_COVERED
from reportdesk.domain.provinces import ISO, NOT_COVERED, PROVINCES, iso_province


def test_every_unit_has_a_code_of_its_own() -> None:
    assert len(PROVINCES) == len(set(PROVINCES)) == 34


def test_places_are_known_by_the_province_above_them() -> None:
    assert iso_province("420102") == "CN-HB"
    assert iso_province("650000") == "CN-XJ"


def test_what_is_not_covered_is_the_same_in_both_codes() -> None:
    assert {iso_province(code) for code in CODES_NOT_COVERED} == NOT_COVERED


def test_a_code_outside_the_34_units_is_an_error() -> None:
    with pytest.raises(KeyError):
        iso_province("990000")
    assert "99" not in ISO
