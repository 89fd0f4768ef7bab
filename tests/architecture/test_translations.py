"""Every word that a page can show exists in English, with the same gaps to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import ROOT

CATALOGUES = ROOT / "reportdesk" / "translations"
DOMAINS = sorted(path.stem for path in CATALOGUES.glob("*.cfg"))
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None}
GAP = re.compile(r"%\(\w+\)[sd]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
NOT_OURS = {"__pycache__", "build", "instance"}


def ours(folder: str) -> bool:
    name = Path(folder).name
    return not name.startswith(".") and name not in NOT_OURS


def spoken(domain: str) -> set[str]:
    """Every message that templates and code of a domain ask for."""
    with (CATALOGUES / f"{domain}.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=ours)
    messages = (message for _file, _line, message, _comments, _context in found)
    return {message if isinstance(message, str) else message[0] for message in messages}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_word_has_an_english_translation(domain: str) -> None:
    with (CATALOGUES / "en" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    entries = {
        entry.id if isinstance(entry.id, str) else entry.id[0]: entry
        for entry in catalogue
        if entry.id
    }
    missing = sorted(spoken(domain) - set(entries))
    assert not missing, f"Run `make translations`, then translate: {missing}"
    for message, entry in entries.items():
        texts = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        assert all(texts), f"{domain}: not translated: {message}"
        assert not entry.fuzzy, f"{domain}: check the guess and remove the mark: {message}"
        assert not any(CHINESE.search(text) for text in texts), (
            f"{domain}: still Chinese: {message}"
        )
        for text in texts:
            assert set(GAP.findall(text)) <= set(GAP.findall(message)), (
                f"{domain}: fills a gap that the Chinese does not have: {message}"
            )
