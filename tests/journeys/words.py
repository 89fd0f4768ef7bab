"""What stands on a page, in the reader's language: journeys name all things by visible words."""

from functools import cache
from typing import Any

import yaml
from babel.messages.pofile import read_po

from config import ROOT

CATALOGUES = ROOT / "reportdesk" / "translations" / "en" / "LC_MESSAGES"
PACK = ROOT / "reportdesk" / "packs" / "data" / "cn-xinfang-2022"


class Words:
    """Called with Chinese words, gives them in ``lang``, with values put in."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, chinese: str, **values: object) -> str:
        """The words as the page shows them; a LookupError names words without English."""
        text = chinese if self.lang == "zh" else english()[chinese]
        return text % values if values else text


@cache
def english() -> dict[str, str]:
    """Chinese words and their English, of the catalogues and of the pack."""
    found: dict[str, str] = {}
    for file in sorted(PACK.glob("*.yaml")):
        _gather(yaml.safe_load(file.read_text(encoding="utf-8")), found)
    for file in sorted(CATALOGUES.glob("*.po")):
        with file.open("rb") as catalogue:
            for message in read_po(catalogue):
                if isinstance(message.id, str) and message.id:
                    found[message.id] = str(message.string)
    return found


def _gather(value: Any, found: dict[str, str]) -> None:
    """Every pair of Chinese and English words in a data file."""
    if isinstance(value, dict):
        if isinstance(value.get("zh"), str) and "en" in value:
            found.setdefault(value["zh"], value["en"])
        for one in value.values():
            _gather(one, found)
    elif isinstance(value, list):
        for one in value:
            _gather(one, found)
