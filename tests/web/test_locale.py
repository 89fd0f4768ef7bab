"""The language of a page: Chinese unless English is asked for, and nothing untranslated."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import request
from flask_babel import gettext

from config import ROOT
from reportdesk.web.locale import CATALOGUES, DOMAINS, lang_switch, url
from tests.web.sites import pages, site, with_view

HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None}
PLURALS = {"ngettext": (1, 2), "lazy_ngettext": (1, 2)}


def written(domain: str) -> set[tuple[str, ...]]:
    """Every word of a domain in templates and code, as (singular,) or (singular, plural)."""
    with (CATALOGUES / f"{domain}.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS | PLURALS, directory_filter=is_ours
    )
    return {m if isinstance(m, tuple) else (m,) for _file, _line, m, _comments, _context in found}


def is_ours(folder: str) -> bool:
    """Templates and the package; not the environment, tests or instances."""
    parts = Path(folder).relative_to(ROOT).parts
    return not parts or parts[0] in ("templates", "reportdesk")


def english(domain: str) -> dict[tuple[str, ...], Message]:
    """The English catalogue of a domain, by Chinese words."""
    path = CATALOGUES / "en" / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en", domain=domain)
    return {m.id if isinstance(m.id, tuple) else (m.id,): m for m in catalogue if m.id}


def texts(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_has_an_english_translation(domain: str) -> None:
    catalogue = english(domain)
    missing = sorted(
        words[0]
        for words in written(domain)
        if words not in catalogue or not all(texts(catalogue[words]))
    )
    assert not missing, f"Run `make translations` and write the English in {domain}.po: {missing}"
    fuzzy = [message.id for message in catalogue.values() if message.fuzzy]
    assert not fuzzy, f"Check these guesses in {domain}.po and drop their mark: {fuzzy}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_translations_are_english_and_keep_their_blanks(domain: str) -> None:
    done = {words: m for words, m in english(domain).items() if all(texts(m))}
    for words, message in done.items():
        for text in texts(message):
            assert not HAN.search(text), f"still Chinese in {domain}.po: {text}"
        wanted, given = set(PLACEHOLDER.findall(words[-1])), PLACEHOLDER.findall(texts(message)[-1])
        assert wanted == set(given), f"other blanks in {domain}.po: {words[0]}"


def test_a_page_is_chinese_whatever_the_browser_prefers(tmp_path: Path) -> None:
    page = pages().get("/", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="zh-CN">' in page.text
    assert "我要举报" in page.text


def test_a_page_is_english_when_its_address_says_so(tmp_path: Path) -> None:
    page = pages().get("/?lang=en").text
    assert '<html lang="en">' in page
    assert "You can report it anonymously." in page
    assert "我要举报" not in page


@pytest.mark.parametrize("given", ["fr", "", "zh", "EN<script>"])
def test_an_unknown_language_means_chinese(tmp_path: Path, given: str) -> None:
    page = pages().get("/", query_string={"lang": given})
    assert '<html lang="zh-CN">' in page.text


def test_a_posted_form_carries_its_language(tmp_path: Path) -> None:
    app = with_view(site(tmp_path), "/report/x", lambda: gettext("快速离开"), methods=["POST"])
    client = app.test_client()
    assert client.post("/report/x", data={"lang": "en"}).text == "Leave now"
    assert client.post("/report/x?lang=zh", data={"lang": "en"}).text == "快速离开"
    assert client.post("/report/x", data={}).text == "快速离开"


def test_choosing_a_language_never_reads_an_upload(tmp_path: Path) -> None:
    def view() -> str:
        words = gettext("快速离开")
        return f"{words} {len(request.stream.read())}"

    app = with_view(site(tmp_path), "/report/x", view, methods=["POST"])
    body = {"lang": "en", "file": (BytesIO(b"x" * 5000), "a.txt")}
    words, left = app.test_client().post("/report/x?lang=en", data=body).text.rsplit(" ", 1)
    assert words == "Leave now"
    assert int(left) > 5000


def test_the_language_switch_keeps_page_and_filter(tmp_path: Path) -> None:
    app = with_view(site(tmp_path), "/cases/<ref>", lambda ref: lang_switch())
    client = app.test_client()
    assert client.get("/cases/7K4M?page=2&tag=a&tag=b").text == (
        "/cases/7K4M?lang=en&page=2&tag=a&tag=b"
    )
    assert client.get("/cases/7K4M?lang=en&page=2").text == "/cases/7K4M?page=2"


def test_a_button_that_switches_inside_a_form_names_chinese_too(tmp_path: Path) -> None:
    app = with_view(site(tmp_path), "/x", lambda: lang_switch(explicit=True))
    assert app.test_client().get("/x?lang=en").text == "/x?lang=zh"


def test_links_of_an_english_page_stay_english(tmp_path: Path) -> None:
    app = with_view(site(tmp_path), "/x", lambda: url("site.about", page=2))
    client = app.test_client()
    assert client.get("/x?lang=en").text == "/about?lang=en&page=2"
    assert client.get("/x").text == "/about?page=2"


def test_the_same_words_are_the_same_english_everywhere() -> None:
    meant: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for domain in DOMAINS:
        for words, message in english(domain).items():
            if all(texts(message)):
                meant.setdefault(words, set()).add(texts(message))
    torn = {words[0]: sorted(both) for words, both in meant.items() if len(both) > 1}
    assert not torn, (
        f"One page sees all catalogues: use other Chinese words for one of them: {torn}"
    )
