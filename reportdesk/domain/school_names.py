"""Names of schools as people type them: one normal form, abbreviations, and likely renamings."""

import re
import unicodedata

_NOISE = re.compile(r"[\s()\[\]{}<>《》〈〉【】「」·・.,，。、'\"“”‘’\-—–_/\\]+")
_ORDINAL = re.compile(r"第?([〇零一二三四五六七八九十百0-9]+)(?=中学|小学|高中|中|小|高级中学|职)")
_DIGITS = "零一二三四五六七八九"
_RANKS = {
    "职业技术大学": "职业技术",
    "职业技术学院": "职业技术",
    "职业大学": "职业",
    "职业学院": "职业",
    "医科大学": "医",
    "医学院": "医",
    "高等专科学校": "",
    "大学": "",
    "学院": "",
}


def normal_name(text: str) -> str:
    """``text`` for comparing: half width, lower case, without blanks and brackets, 第1 as 一.

    >>> normal_name("武汉市第１ 中学（东校区）")
    '武汉市一中学东校区'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _ORDINAL.sub(lambda m: _numeral(m[1]), _NOISE.sub("", folded))


NATION = "中国"
"""Left out of abbreviations: 地大 is 中国地质大学."""
_LEFT_OUT = str.maketrans("", "", "省市县区第")


def loose(normal: str) -> str:
    """A normal name without what people leave out or put in.

    >>> loose("湖北省武汉市一中学")
    '湖北武汉一中学'
    """
    return normal.translate(_LEFT_OUT) or normal


def _numeral(digits: str) -> str:
    """Arabic digits 0-99 in Chinese; anything else unchanged."""
    if not digits.isascii() or len(digits) > 2 or not int(digits):
        return digits
    tens, ones = divmod(int(digits), 10)
    head = {0: "", 1: "十"}.get(tens, _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def without_place(normal: str, place: str) -> str | None:
    """A normal name without the division name ``place`` in front, or None if it is not there.

    The place also counts without its last character (武汉 for 武汉市), and at least two characters
    of the name must be left.
    """
    full = normal_name(place)
    for prefix in (full, full[:-1]):
        if len(prefix) > 1 and normal.startswith(prefix) and len(normal) - len(prefix) > 1:
            return normal[len(prefix) :]
    return None


def abbreviation_span(short: str, name: str) -> int | None:
    """How many characters of ``name`` hold those of ``short`` in their order, the first one first.

    None if ``short`` does not abbreviate ``name``. The shorter the span, the likelier the meaning.

    >>> abbreviation_span("武大", "武汉大学")
    3
    """
    at = -1
    for character in short:
        at = name.find(character, at + 1)
        if at < 0 or name[0] != short[0]:
            return None
    return at + 1


def stem(normal: str) -> str:
    """A normal name without what changes when an institution rises in rank.

    Two names with one stem in one city may be one institution under two names
    (蚌埠医学院 and 蚌埠医科大学); a caller must still see that the pair is unambiguous.
    """
    for ending, kept in _RANKS.items():
        if normal.endswith(ending) and len(normal) > len(ending):
            return normal.removesuffix(ending) + kept
    return normal
