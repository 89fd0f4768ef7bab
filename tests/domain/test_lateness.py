"""Whose lateness a case shows in public."""

from datetime import date

import pytest

from reportdesk.domain.disclosure import PublicAuthority
from reportdesk.domain.lateness import late_by
from reportdesk.domain.public_clocks import Book, ClockFact, public_clocks
from reportdesk.domain.public_time import View
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")
BOOK = Book(PACK.clocks, PACK.calendar, PACK.ladder)
BODIES = {
    "county": PublicAuthority("county", "city", small=True),
    "city": PublicAuthority("city", "province", small=False),
}


def whose(key: str, owner: str | None, as_of: date, *, named: bool = True) -> str | None:
    begun, due = date(2026, 1, 5), date(2026, 2, 4)
    clock = ClockFact(1, key, "guideline", begun, due, owner=owner)
    return late_by(public_clocks([clock], View(as_of), BOOK), "county", BODIES, named=named)


@pytest.mark.parametrize(
    ("key", "owner", "said"),
    [
        ("K7", "city", "city"),
        ("K9", "city", "city"),
        ("K7", "platform", None),
        ("K7", None, "county"),
        ("K1", "city", "county"),
    ],
)
def test_a_late_review_is_the_lateness_of_whoever_was_asked_and_nobodys_while_it_is_kept(
    key, owner, said
):
    assert whose(key, owner, date(2026, 5, 31)) == said


def test_it_is_as_coarse_as_the_case_and_empty_while_nothing_is_late():
    assert whose("K1", "county", date(2026, 5, 31), named=False) == "city"
    assert whose("K7", "city", date(2026, 1, 31)) is None
