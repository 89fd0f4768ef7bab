"""The public calendar of dates, read again as a subscriber reads it."""

from datetime import date

import pytest
from icalendar import Calendar

from tests.web.public.conftest import site

FEED = "/feeds/deadlines.ics"


def dates(client, query: str = "") -> dict[str, date]:
    """Title of every entry -> its day."""
    read = Calendar.from_ical(client.get(FEED + query).data)
    return {str(event["summary"]): event.decoded("dtstart") for event in read.walk("VEVENT")}


def rows(client) -> list[dict]:
    return client.get("/cases.json").get_json()["cases"]


def test_the_feed_holds_the_open_dates_that_an_authoritys_act_fixed_and_no_other(public_client):
    expected = {
        (row["ref"], clock["due"])
        for row in rows(public_client)
        for clock in row["clocks"] or ()
        if clock["key"] in {"K2", "K3", "K5"} and clock["exact"] and clock["stopped"] is None
    }
    found = {
        (title.rpartition("（")[2].rstrip("）"), day.isoformat())
        for title, day in dates(public_client).items()
    }
    assert found == expected
    assert found
    months = [c for row in rows(public_client) for c in row["clocks"] or () if not c["exact"]]
    assert months, "the scene has no date that must stay out"


def test_each_entry_says_what_who_what_kind_and_why_in_the_readers_language(public_client):
    for lang, law in (("", "信访工作条例"), ("?lang=en", "Regulation on Petition Work")):
        read = Calendar.from_ical(public_client.get(FEED + lang).data)
        decision = next(e for e in read.walk("VEVENT") if law in str(e["description"]))
        assert str(decision["url"]).startswith("https://example.org/cases/")
        assert decision["dtstamp"].to_ical() == b"20260701T000000Z"
        assert not decision.walk("VALARM"), "a stranger's calendar is not to ring"


def test_it_is_folded_crlf_and_the_same_bytes_whenever_it_is_fetched(live, public_client):
    first = public_client.get(FEED)
    again = site(live.releases).test_client().get(FEED)
    assert first.data == again.data
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "Last-Modified" not in first.headers
    assert max(map(len, first.data.split(b"\r\n"))) <= 75
    assert b"\n" not in first.data.replace(b"\r\n", b"")
    same = public_client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_it_can_be_narrowed_and_has_one_address(public_client):
    all_of_them = dates(public_client)
    row = next(row for row in rows(public_client) if row["ref"] == "C3C3-0003")
    narrowed = dates(public_client, f"?authority={row['authority']}")
    assert narrowed
    assert narrowed.items() <= all_of_them.items()
    assert not dates(public_client, "?province=CN-HN")
    earlier = "?release=2026-W27&lang=en"
    assert (
        public_client.get(FEED + earlier).headers["Location"].endswith("?lang=en&release=2026-W27")
    )
    assert public_client.get(FEED + "?school=1").status_code == 400
    assert public_client.get(FEED + "?release=2020-W01").status_code == 404


def test_before_the_first_release_it_is_an_empty_calendar(empty_client):
    response = empty_client.get(FEED)
    assert response.status_code == 200
    assert not Calendar.from_ical(response.data).walk("VEVENT")


def test_a_name_stays_when_a_later_release_moves_the_date(live):
    client = site(live.releases).test_client()
    uids = [
        {str(e["uid"]) for e in Calendar.from_ical(client.get(f"{FEED}{q}").data).walk("VEVENT")}
        for q in ("?release=2026-W24", "")
    ]
    assert uids[0] & uids[1]


@pytest.mark.parametrize("address", ["/data/", "/cases/C3C3-0003"])
def test_pages_lead_to_it(public_client, address):
    assert FEED in public_client.get(address).get_data(as_text=True)
