"""Chinese in Latin letters: order, initials and readings of place and school names."""

import re
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

from reportdesk.packs.csv_rows import read_rows
from reportdesk.packs.register_rows import Reading

READINGS = Path(__file__).parent / "data" / "register" / "readings.csv"
_HAN = re.compile(r"[一-鿿㐀-䶿〇]+")


def syllables(text: str) -> list[str]:
    """One syllable for each Han character, one item for each run of anything else."""
    found: list[str] = []
    end = 0
    for run in _HAN.finditer(text):
        found += [text[end : run.start()]] if run.start() > end else []
        found += _read(run[0])
        end = run.end()
    return found + ([text[end:]] if end < len(text) else [])


def initials(text: str) -> str:
    """First letters, lower case: ``湖北`` gives ``hb``; digits and Latin letters stay."""
    parts = (s[0] if s.isalpha() and s.isascii() else s for s in syllables(text))
    return "".join(c for c in "".join(parts).lower() if c.isascii() and c.isalnum())


def sort_key(text: str) -> str:
    """A key whose order is the alphabetical order of the reading."""
    return " ".join(syllables(text)).lower()


def _read(han: str) -> list[str]:
    """Readings of a run of Han characters, with the project's corrections for place names."""
    found: list[str] = list(lazy_pinyin(han))
    if len(found) != len(han):  # never seen; keeps one syllable a character even then
        found = [lazy_pinyin(character)[0] for character in han]
    for text, reading in _corrections():
        at = han.find(text)
        while at >= 0:
            found[at : at + len(text)] = reading
            at = han.find(text, at + 1)
    return found


@cache
def _corrections() -> tuple[tuple[str, list[str]], ...]:
    """Readings that a general dictionary gets wrong in names, single characters first."""
    rows = read_rows(READINGS, Reading)
    return tuple((r.text, r.reading.split()) for r in sorted(rows, key=lambda r: len(r.text)))
