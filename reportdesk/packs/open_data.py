"""Words of the open data in both languages: columns, codes no pack names, standing notes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reportdesk.packs.schema import Pack, Words

FILE = Path(__file__).parent / "data" / "open_data.yaml"
SHEET = {"students_": "students", "authority_": "authority_says"}
"""Columns of the question sheet share their words."""
WORDS_OF_AUTHORITY = "_words"


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What a column is called and what it means."""

    name: Words
    help: Words


@cache
def _data() -> Mapping[str, Any]:
    """The file, read once."""
    data: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


def _note(key: str, **params: object) -> Words:
    """A standing note with its gaps filled."""
    text = _data()["notes"][key]
    return Words(text["zh"].format(**params), text["en"].format(**params))


def caution(demonstration: bool) -> Words:
    """How to read the figures; demonstrations say first that they are one."""
    plain = _note("caution")
    if not demonstration:
        return plain
    mark = _note("demonstration")
    return Words(mark.zh + plain.zh, f"{mark.en} {plain.en}")


def citation(label: str, revision: int, as_of: date, address: str, demonstration: bool) -> Words:
    """The line to cite; demonstrations are marked in it too."""
    params = {"label": label, "revision": revision, "as_of": as_of, "address": address}
    line = _note("citation", **params)
    if not demonstration:
        return line
    mark = _note("demonstration")
    return Words(f"{line.zh}。{mark.zh}", f"{line.en}. {mark.en}")


def changes(demonstration: bool, **facts: object) -> str:
    """The paragraph that opens a release's list of changes, in both languages."""
    said, warning = _note("changes", **facts), caution(demonstration)
    return f"{said.zh}{warning.zh}\n\n{said.en} {warning.en}\n"


def superseded() -> str:
    """What stands above the checksums of files that were replaced."""
    said = _note("superseded")
    return f"{said.zh}\n\n{said.en}\n"


def code_words() -> dict[tuple[str, str], tuple[str, str]]:
    """(list, code) -> Chinese, English, for the lists that no pack names."""
    return {
        (group, code): (words["zh"], words["en"])
        for group, codes in _data()["words"].items()
        for code, words in codes.items()
    }


def pack_words(pack: Pack, groups: Iterable[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """(list, code) -> Chinese, English, for lists that the pack names."""
    return {
        (group, code): (words.zh, words.en)
        for group in groups
        for code, words in pack.terms.get(group, {}).items()
    }


def column_words(name: str, pack: Pack) -> ColumnWords:
    """What the public column ``name`` is called and means; raises KeyError when nobody said so."""
    fields = _data()["fields"]
    if name in fields:
        return ColumnWords(_pair(fields[name]["name"]), _pair(fields[name]["help"]))
    prefix = next(prefix for prefix in SHEET if name.startswith(prefix))
    question = name.removeprefix(prefix)
    key = SHEET[prefix]
    if question.endswith(WORDS_OF_AUTHORITY):
        question, key = question.removesuffix(WORDS_OF_AUTHORITY), "authority_words"
    asked = pack.terms["question"][question]
    made = _pair(fields[key]["name"])
    filled = Words(made.zh.format(question=asked.zh), made.en.format(question=asked.en))
    return ColumnWords(filled, _pair(fields[key]["help"]))


def _pair(text: Mapping[str, str]) -> Words:
    """Both languages of an entry."""
    return Words(text["zh"], text["en"])
