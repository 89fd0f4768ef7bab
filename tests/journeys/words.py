"""What stands on a page, in the reader's language: journeys name all things by visible words."""

import re
from functools import cache

import yaml
from babel.messages.pofile import read_po

from config import ROOT

CATALOGUES = ROOT / "reportdesk" / "translations" / "en" / "LC_MESSAGES"
CODE = re.compile(r"[a-z_]+/[A-Za-z0-9_]+")
PACK = ROOT / "reportdesk" / "packs" / "data" / "cn-xinfang-2022"


class Words:
    """Called with Chinese words, gives them in ``lang``, with values put in."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, chinese: str, **values: object) -> str:
        """The words as the page shows them; a code such as ``lever/credit`` is the pack's word.

        A LookupError names words without English.
        """
        if CODE.fullmatch(chinese):
            return pack_words()[chinese][self.lang]
        text = chinese if self.lang == "zh" else english()[chinese]
        return text % values if values else text


def button(words: str, about: str) -> re.Pattern[str]:
    """The name of a button whose last words, ``about``, are there to be heard only.

    They stand apart on the page, so a reader hears a pause that no template wrote.
    """
    return re.compile(rf"^{re.escape(words)}\s*[：:]\s*{re.escape(about)}$")


@cache
def english() -> dict[str, str]:
    """Chinese words of the catalogues and their English."""
    found: dict[str, str] = {}
    for file in sorted(CATALOGUES.glob("*.po")):
        with file.open("rb") as catalogue:
            for message in read_po(catalogue):
                if isinstance(message.id, str) and message.id:
                    found[message.id] = str(message.string)
    return found


@cache
def pack_words() -> dict[str, dict[str, str]]:
    """Words of the pack by group and code; questions and rungs have files of their own."""
    groups = yaml.safe_load((PACK / "taxonomy.yaml").read_text(encoding="utf-8"))
    found = {f"{group}/{code}": words for group, of in groups.items() for code, words in of.items()}
    questions = yaml.safe_load((PACK / "questions.yaml").read_text(encoding="utf-8"))
    found |= {f"question/{one['code']}": one["name"] for one in questions}
    ladder = yaml.safe_load((PACK / "ladder.yaml").read_text(encoding="utf-8"))
    return found | {f"rung/{code}": rung["name"] for code, rung in ladder["rungs"].items()}
