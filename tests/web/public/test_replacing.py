"""A running site while releases come, are replaced, or are only half there."""

import json
import shutil
from pathlib import Path

import pytest

from reportdesk.domain.case import Action
from reportdesk.release.reader import Release, Releases
from reportdesk.storage.case import Case
from tests.published import Book
from tests.release.samples import put
from tests.web.public.conftest import Live, site

REFS = ("A1A1-0001", "B2B2-0002", "C3C3-0003")
PAGES = ("/", "/cases", "/data/", "/methodology", "/statistics.csv", "/overdue")


def three(book: Book) -> None:
    for ref in REFS:
        book.file(ref, "2026-03-02")


def case(book: Book, ref: str) -> Case:
    return book.tx.session.query(Case).filter_by(ref=ref).one()


@pytest.fixture
def live(make_live) -> Live:
    made = make_live(three)
    made.release("2026-05-11")
    return made


def test_a_page_that_became_an_earlier_release_is_sent_again(live):
    client = site(live.releases).test_client()
    kept = client.get("/cases?release=2026-W20")
    assert "不是最新的" not in kept.get_data(as_text=True)
    live.release("2026-05-18")
    asked = {"If-None-Match": kept.headers["ETag"]}
    assert "不是最新的" in client.get("/cases?release=2026-W20", headers=asked).text
    data = client.get("/cases.csv?release=2026-W20").headers["ETag"]
    live.release("2026-05-25")
    again = client.get("/cases.csv?release=2026-W20", headers={"If-None-Match": data})
    assert again.status_code == 304, "data say the same as before"


def test_another_content_under_the_same_name_is_shown_as_a_whole(live):
    client = site(live.releases).test_client()
    before = client.get("/cases.json")
    old = Releases(live.releases).get("2026-W20").frozen()
    shutil.rmtree(live.releases / "2026-W20.r1")
    put(live.releases, type(old)(old.header, old.cases[:1], old.words, old.authorities))
    after = client.get("/cases.json", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json["n"]) == (200, 1)
    assert json.loads(client.get("/data/releases/2026-W20/cases.json").data)["n"] == 1


@pytest.mark.parametrize("address", PAGES)
def test_a_copy_that_is_still_under_way_is_not_shown(live, address):
    client = site(live.releases).test_client()
    expected = client.get(address)
    copied = live.releases / "2026-W21.r1"
    copied.mkdir()
    assert client.get(address).data == expected.data
    shutil.copy(live.releases / "2026-W20.r1" / "SHA256SUMS", copied)
    assert client.get(address).data == expected.data


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/cases?release=2026-W20", "/cases.csv?release=2026-W20"),
        *("/data/releases/2026-W20/cases.csv", "/data/releases/2026-W20/", "/cases/B2B2-0002"),
    ],
)
def test_a_release_that_is_replaced_while_it_is_read_is_read_again(live, address, monkeypatch):
    client = site(live.releases).test_client()
    live.tell(lambda book: book.act(case(book, REFS[0]), Action.WITHDRAW, "2026-05-20"))
    stale = Release(live.releases / "2026-W20.r1")
    live.release("2026-06-01")
    assert not Path(stale.folder).exists()
    fresh, once = Releases._newest, [True]

    def late(releases: Releases) -> dict[str, Release]:
        """The first look found what is gone by now."""
        found = fresh(releases)
        if once:
            found |= dict.fromkeys(found, stale)
            once.clear()
        return found

    monkeypatch.setattr(Releases, "_newest", late)
    response = client.get(address)
    assert response.status_code == 200
    assert REFS[0] not in response.text
    assert not once, "control: the stale one was read"
