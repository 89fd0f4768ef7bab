"""Pages about rights: every article is one of the pack, and says how far it is checked."""

import gzip
import re

import pytest

from reportdesk.packs.words import CHECKED, SECOND_HAND, cite
from tests.web.browser import Page
from tests.web.sites import PACK, pages

LETTER = re.compile(r"\b[VWPX]\b")
EVERY = ["/rights", *(f"/rights/{right.code}" for right in PACK.rights)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("right", PACK.rights, ids=lambda right: right.code)
def test_every_point_stands_with_its_articles_and_how_far_they_are_checked(right, lang) -> None:
    page = Page(pages().get(f"/rights/{right.code}{'?lang=en' if lang == 'en' else ''}").text)
    assert right.question.get(lang) == page.title.removesuffix(" · Reportdesk")
    for point in right.points:
        assert point.say.get(lang) in page.text
        for citation in point.basis:
            words = cite(citation, PACK, lang)
            assert words in page.text
            assert words.endswith((CHECKED[lang], SECOND_HAND[lang]))
            assert PACK.sources[citation.law].url, "a right rests on a law, not on our own rule"
    assert not LETTER.search(page.text)


@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_the_overview_answers_every_question_in_one_sentence(lang: str) -> None:
    page = Page(pages().get(f"/rights{lang}").text)
    for right in PACK.rights:
        assert right.question.get("en" if lang else "zh") in page.text
        assert right.short.get("en" if lang else "zh") in page.text
        assert f"/rights/{right.code}{lang}" in page.links


def test_what_the_page_promises_about_checking_is_what_the_words_mean() -> None:
    page = pages().get("/rights").text
    assert "「条文已核对」" in page
    assert "「二手来源」" in page
    assert "不是法律意见" in page


@pytest.mark.parametrize("topic", ["x", "Consent", "consent/", "..%2fconsent", "同意"])
def test_an_unknown_question_does_not_exist(topic: str) -> None:
    assert pages().get(f"/rights/{topic}").status_code == 404


@pytest.mark.parametrize("path", EVERY)
def test_a_page_is_light(path: str) -> None:
    client = pages()
    page = client.get(path)
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    weights = [len(client.get(part, headers={"Accept-Encoding": "gzip"}).data) for part in parts]
    assert len(parts) + 1 <= 4
    assert len(gzip.compress(page.data)) + sum(weights) <= 30_000
