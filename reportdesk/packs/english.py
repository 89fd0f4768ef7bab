"""English names of divisions and of the bureaus derived from them, by rule."""

import re
from collections.abc import Mapping

from reportdesk.domain.authority import AuthorityKind, Level
from reportdesk.packs.pinyin import syllables
from reportdesk.packs.register_rows import DivisionRow

PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|"
    "赫哲|门巴|珞巴|基诺"
)
_PEOPLE = re.compile(f"(?<=..)(?:(?:{PEOPLES})族|各族|蒙古|维吾尔|哈萨克|柯尔克孜)+$")
_ENDINGS = (
    ("自治县", "Autonomous County"),
    ("自治旗", "Autonomous Banner"),
    ("自治州", "Prefecture"),
    ("林区", "Forestry District"),
    ("特区", "Special District"),
    ("地区", "Prefecture"),
    ("新区", "New District"),
    ("矿区", "Mining District"),
    ("区", "District"),
    ("县", "County"),
    ("旗", "Banner"),
    ("盟", "League"),
    ("市", "City"),
)
_BODY = {
    (AuthorityKind.EDUCATION, Level.PROVINCE): "Education Department of {}",
    (AuthorityKind.EDUCATION, Level.CITY): "Education Bureau of {}",
    (AuthorityKind.EDUCATION, Level.COUNTY): "Education Bureau of {}",
    (AuthorityKind.HR, Level.PROVINCE): "Human Resources Department of {}",
    (AuthorityKind.HR, Level.CITY): "Human Resources Bureau of {}",
    (AuthorityKind.CYBERSPACE, Level.PROVINCE): "Cyberspace Administration of {}",
    (AuthorityKind.CYBERSPACE, Level.CITY): "Cyberspace Administration of {}",
}


def division_name(division: DivisionRow, known: Mapping[str, str]) -> str:
    """``Yangxin County``, ``Huangshi City``, ``Hubei``; ``known`` overrides by code."""
    if division.code in known:
        return known[division.code]
    name, word = division.name, ""
    for ending, english in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + (ending in {"新区", "矿区"}):
            name, word = name.removesuffix(ending), english
            break
    kept = _PEOPLE.sub("", name)
    return f"{_spell(syllables(division.name)[: len(kept)])} {word}".strip()


def bureau_name(kind: AuthorityKind, level: Level, place: str, municipality: bool) -> str:
    """``Education Department of Hubei``; the four directly governed cities have commissions."""
    if municipality and kind is AuthorityKind.EDUCATION:
        return f"{place} Municipal Education Commission"
    if municipality and kind is AuthorityKind.HR:
        return f"{place} Municipal Human Resources Bureau"
    return _BODY[kind, level].format(place)


def _spell(read: list[str]) -> str:
    """One capitalised word, with the apostrophe that keeps syllables apart (Xi'an)."""
    word = ""
    for syllable in read:
        word += ("'" if word and syllable[0] in "aeo" else "") + syllable
    return word[:1].upper() + word[1:]
