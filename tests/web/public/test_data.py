"""Files, their checksums, and how machines are answered."""

import csv
import hashlib
import io
import json
import sqlite3

import pytest

from reportdesk.release.fields import FIELDS, columns
from reportdesk.release.labels import FILES


def test_the_data_page_offers_every_file_with_its_checksum(public_client):
    page = public_client.get("/data/").get_data(as_text=True)
    for name in FILES:
        content = public_client.get(f"/data/releases/2026-W27/{name}").data
        assert f"/data/releases/2026-W27/{name}" in page
        assert hashlib.sha256(content).hexdigest() in page


def test_the_dictionary_explains_every_column(public_client):
    for address in ("/data/", "/data/?lang=en"):
        page = public_client.get(address).get_data(as_text=True)
        for field in FIELDS:
            assert f'<th scope="row">{field.name}</th>' in page


def test_every_release_stays_available(public_client):
    page = public_client.get("/data/").get_data(as_text=True)
    for label in ("2026-W24", "2026-W27"):
        assert f"/data/releases/{label}/cases.csv" in page
        assert public_client.get(f"/data/releases/{label}/cases.csv").status_code == 200


def test_checksums_are_those_of_the_files(public_client):
    sums = public_client.get("/data/releases/2026-W27/SHA256SUMS").get_data(as_text=True)
    for line in sums.splitlines():
        digest, name = line.split("  ")
        content = public_client.get(f"/data/releases/2026-W27/{name}").data
        assert hashlib.sha256(content).hexdigest() == digest


def test_latest_leads_to_the_newest_release(public_client):
    response = public_client.get("/data/latest/cases.csv")
    assert response.status_code == 302
    assert response.headers["Location"] == "/data/releases/2026-W27/cases.csv"
    assert public_client.get("/data/latest/nothing.csv").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/data/releases/2026-W27/release.sqlite-wal",
        "/data/releases/2026-W27/..%2f..%2fsecret",
        "/data/releases/2026-W27.r1/cases.csv",
        "/data/releases/2020-W01/cases.csv",
    ],
)
def test_nothing_else_in_the_folder_can_be_fetched(public_client, address):
    assert public_client.get(address).status_code == 404


def test_the_store_is_a_database_that_anybody_can_open(public_client, tmp_path):
    store = tmp_path / "release.sqlite"
    store.write_bytes(public_client.get("/data/releases/2026-W27/release.sqlite").data)
    with sqlite3.connect(store) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("SELECT count(*) FROM cases").fetchone() == (8,)


def test_the_whole_list_is_the_released_file(public_client):
    released = public_client.get("/data/releases/2026-W27/cases.csv").get_data(as_text=True)
    queried = public_client.get("/cases.csv").get_data(as_text=True)
    rows = [list(csv.DictReader(io.StringIO(text[1:]))) for text in (released, queried)]
    of_file = {"citation_zh", "citation_en"}
    strip = [
        [{k: v for k, v in row.items() if k not in of_file} for row in table] for table in rows
    ]
    assert strip[0] == strip[1]
    assert tuple(rows[1][0]) == columns()


def test_one_case_can_be_fetched_alone(public_client):
    one = json.loads(public_client.get("/cases/A1A1-0001.json").data)
    every = json.loads(public_client.get("/cases.json").data)
    assert one["cases"] == [case for case in every["cases"] if case["ref"] == "A1A1-0001"]
    lines = public_client.get("/cases/A1A1-0001.csv").get_data(as_text=True)
    assert len(list(csv.DictReader(io.StringIO(lines[1:])))) == 1


def test_any_site_may_fetch_data_but_not_pages(public_client):
    for address in ("/cases.json", "/statistics.csv", "/data/releases/2026-W27/CHANGES.md"):
        headers = public_client.get(address).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in public_client.get("/cases").headers


def test_an_unchanged_answer_is_not_sent_twice(public_client):
    for address in ("/cases", "/cases.csv?stage=routed", "/data/releases/2026-W27/cases.csv"):
        first = public_client.get(address)
        again = public_client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.data == b""
    tags = {public_client.get(a).headers["ETag"] for a in ("/cases", "/cases?lang=en", "/overdue")}
    assert len(tags) == 3


def test_every_release_has_tags_of_its_own(public_client):
    tag = public_client.get("/cases?release=2026-W24").headers["ETag"]
    assert tag != public_client.get("/cases?release=2026-W27").headers["ETag"]


def test_a_known_tag_does_not_tell_whether_a_case_exists(public_client):
    tag = public_client.get("/cases/A1A1-0001").headers["ETag"]
    for ref in ("H8H8-0008", "ZZZZ-9999"):
        guess = {"If-None-Match": f'{tag}, "*"'}
        assert public_client.get(f"/cases/{ref}", headers=guess).status_code == 404


def test_answers_are_never_kept_for_good(public_client):
    for address in ("/cases", "/cases.csv", "/data/releases/2026-W27/cases.csv"):
        caching = public_client.get(address).headers["Cache-Control"]
        assert "immutable" not in caching
        assert "no-cache" in caching


def test_a_lasting_address_repeats_the_same_numbers(public_client):
    body = json.loads(public_client.get("/cases.json?stage=accepted").data)
    assert body["permalink"] == "https://example.org/cases?stage=accepted&release=2026-W27"
    path = body["permalink"].removeprefix("https://example.org").replace("/cases?", "/cases.json?")
    again = json.loads(public_client.get(path).data)
    assert again["cases"] == body["cases"]


def test_every_release_has_the_page_by_which_it_is_cited(public_client):
    newest = public_client.get("/data/").get_data(as_text=True)
    assert "https://example.org/data/releases/2026-W27/" in newest
    cited = public_client.get("/data/releases/2026-W27/").get_data(as_text=True)
    assert "不是最新的" not in cited
    earlier = public_client.get("/data/releases/2026-W24/")
    page = earlier.get_data(as_text=True)
    assert "不是最新的" in page
    assert "https://example.org/data/releases/2026-W24/" in page
    for name in FILES:
        assert f'"/data/releases/2026-W24/{name}"' in page
    assert '"/data/releases/2026-W24/"' in newest
    assert "text/html" in earlier.content_type
    assert "Access-Control-Allow-Origin" not in earlier.headers
    assert earlier.headers["ETag"] != public_client.get("/data/releases/2026-W27/").headers["ETag"]
    assert public_client.get("/data/releases/2020-W01/").status_code == 404
    assert public_client.get("/data/latest/").headers["Location"] == "/data/releases/2026-W27/"


@pytest.mark.parametrize(
    "address",
    [
        *("/data/latest/x", "/data/latest/nothing.csv", "/data/releases/2026-W27/nothing"),
        *("/data/releases/2020-W01/SHA256SUMS", "/data/releases/2026-W27/SHA256SUMS?x=1"),
        *("/cases.xlsx", "/api/v1/cases", "/feeds/cases.atom"),
    ],
)
def test_errors_of_data_addresses_are_problem_documents_that_any_site_may_read(
    public_client, address
):
    response = public_client.get(address)
    assert response.status_code in {400, 404}
    assert response.content_type == "application/problem+json"


def test_nothing_found_is_still_a_file_that_explains_itself(public_client, empty_client):
    body = public_client.get("/cases.json?stage=returned").json
    assert (body["n"], body["cases"]) == (0, [])
    assert body["as_of"] == "2026-07-01"
    assert "prevalence" in body["caution_en"]
    assert "CC BY 4.0" in body["citation_en"]
    lines = public_client.get("/cases.csv?stage=returned").get_data(as_text=True)
    assert lines.count("\r\n") == 1, "a table without a row, as docs/open-data.md says"
    before = empty_client.get("/cases.json").json
    assert (before["n"], "prevalence" in before["caution_en"]) == (0, True)
