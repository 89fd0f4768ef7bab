"""After the journeys: what a thief, a log or a forgotten file would tell. Last on purpose."""

import time

import pytest

from reportdesk.vault.disk import FIXED_TIME
from tests.journeys.leaks import TIME_OF_DAY, at_rest, disguises, search, times_in_rows
from tests.journeys.plants import WORD, disguised, planted
from tests.journeys.relay import CLIENT
from tests.journeys.site import FORWARDED
from tests.journeys.thief import Thief

UPLOAD = 64 * 1024
"""Bytes; larger files were uploads on their way, smaller ones may be the server's own."""


@pytest.fixture(scope="module")
def told(story):
    """The site after everything happened on it and everybody signed out."""
    story.everything()
    return story.site


@pytest.fixture(scope="module")
def thief(told, story, tmp_path_factory) -> Thief:
    refs = (story.answering().ref, story.filing("en").ref)
    return Thief(told, tmp_path_factory.mktemp("thief"), refs)


def test_raw_bytes_hold_no_word_and_no_address_of_a_reporter(told) -> None:
    assert len(told.canaries) > 40
    assert told.stem in told.canary("zh-story")
    assert any(path.stat().st_size > UPLOAD for path in told.caught.iterdir())
    assert search(at_rest(told), told.stem, CLIENT, FORWARDED) == []


def test_raw_bytes_hold_no_salt_and_no_digits_of_a_receipt(told) -> None:
    assert len(told.private) >= 6
    assert all(len(one) >= 24 for one in told.private)
    assert search(at_rest(told), *told.private) == []


def test_the_environment_of_the_server_and_of_its_children_was_looked_at(told) -> None:
    environments = list(told.caught.glob("environ-*"))
    assert len({path.name.split("-")[1] for path in environments}) > 2
    address = f"REPORTDESK_SITE_URL={told.address}".encode()
    assert all(address in path.read_bytes() for path in environments)


def test_the_same_search_finds_a_word_planted_in_each_place(told) -> None:
    with planted(told) as words:
        found = search(at_rest(told), *words.values())
    for place, word in words.items():
        assert any(repr(word) in one and f" in {place}" in one for one in found), place
    database = "PostgreSQL " if "postgresql" in told.database_url else "instance/test.sqlite"
    row = repr(words["rows of job_run"])
    assert any(row in one and f" in {database}" in one for one in found)


def test_the_same_search_finds_a_word_in_every_disguise(told) -> None:
    with disguised(told):
        found = search(at_rest(told), WORD, f"{WORD}-zlib", f"{WORD}-gzip")
    for how in disguises(WORD):
        assert any(f"{WORD!r} as {how} in instance/disguised" in one for one in found), how
    for how in ("zlib", "gzip"):
        assert any(f"'{WORD}-{how}' as utf-8 in instance/packed, unpacked" in one for one in found)


def test_nothing_a_reporter_caused_says_at_what_time_of_day(told) -> None:
    assert {"report", "case", "history", "message"} <= {name for name, _ in told.reporter_rows}
    assert times_in_rows(told.reporter_rows, time.time()) == []
    assert [line for line in told.reporter_lines if TIME_OF_DAY.search(line)] == []
    sealed = [*told.instance.glob("blobs/**/*"), *told.instance.glob("shreds/**/*")]
    assert {path.stat().st_mtime for path in sealed} == {FIXED_TIME}


def test_the_same_look_finds_the_times_of_staff(told) -> None:
    rows = [("audit", row) for row in told.rows()["audit"]]
    assert times_in_rows(rows, time.time())
    assert times_in_rows([("lease", (time.time(),))], time.time())
    assert TIME_OF_DAY.search("[2026-11-22 14:36:27 +0000] [77] [INFO] POST /report/")
    assert TIME_OF_DAY.search('- - [22/Nov/2026:15:56:32 +0000] "GET /report/ HTTP/1.1" 200')


def test_a_whole_copy_with_its_keys_opens_nothing(thief, told) -> None:
    assert len(thief.secrets()) > 10
    assert not (thief.folder / "demo.json").exists()
    assert not any(thief.reads(holder) for holder in thief.holders())
    assert thief.follows() == ""


def test_with_one_password_of_the_authority_the_same_copy_opens(thief, told) -> None:
    officer = thief.signs_in(told.people["hubei-officer-1"])
    read = thief.reads(officer)
    for place in (
        "zh-story",
        "zh-contact",
        "zh-company",
        "zh-words-3",
        "zh-picture-name",
        "zh-note",
    ):
        assert told.canary(place) in read, place
