"""Obvious personal details in a text: found, graded and masked; never stored.

Rules of our own, because the general tools find nothing in Chinese. A miss is possible and the page
says so; a false find costs the writer one glance. Order matters: an identity number is looked for
before the phone number it may contain. Every
repetition is bounded: ``re`` holds the interpreter, so one long text must not stop everybody else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stdnum.cn import ric

MASK = "●●●"
"""What stands in place of a masked detail, whatever its length."""


class DetailKind(StrEnum):
    """What was found."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"
    QQ = "qq"
    WECHAT = "wechat"
    STUDENT_NUMBER = "student_number"
    OWN_NAME = "own_name"
    OTHER_NAME = "other_name"
    CLASS = "class"
    DORMITORY = "dormitory"


class Level(StrEnum):
    """What it gives away."""

    IDENTIFIES_YOU = "identifies_you"
    IDENTIFIES_OTHERS = "identifies_others"
    NARROWS = "narrows"


LEVELS: dict[DetailKind, Level] = {
    DetailKind.OTHER_NAME: Level.IDENTIFIES_OTHERS,
    DetailKind.CLASS: Level.NARROWS,
    DetailKind.DORMITORY: Level.NARROWS,
}
"""Kinds that are not named here identify the writer."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One find: characters ``start`` to ``end`` (not included) of the text as it was given."""

    kind: DetailKind
    start: int
    end: int

    @property
    def level(self) -> Level:
        """What it gives away."""
        return LEVELS.get(self.kind, Level.IDENTIFIES_YOU)


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width signs to plain ones, one for one, so that positions stay."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛"
    "韦申尤毕聂焦向柳邢骆岳齐梅莫庄辛管祝左涂谷耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍覃霍翁隋植甘景薄单包司柏"
    "宁柯阮桂闵解强柴华车冉房边净阴闫肖于"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯"
_NOT_IN_NAMES = (
    "的了着过是在有说讲让叫要把被给对向跟和与及或也都又就才再还没不很会能可以来去到从为因所将用发通问答写看收骂催逼找每天"
    "这那哪我你他她它们个些么吗呢吧啊呀等上下里外前后中老师同学校长主任院系班级导教授书记经理强制威胁点拿交打录拍课"
)
_GIVEN = rf"(?:某{{1,2}}|[xX×＊*]{{1,2}}|(?:(?![{_NOT_IN_NAMES}])[\u4e00-\u9fff]){{1,2}})"
_NAME = rf"(?:(?:{_COMPOUND})|[{_SURNAMES}]){_GIVEN}"
_TITLES = (
    "辅导员|班主任|副校长|校长|副院长|院长|系主任|教务主任|年级主任|主任|党委书记|团支书|书记|任课老师|指导老师|实习老师|老师"
    "|教授|讲师|导员|教官|组长|班长|学委|经理|总监|同学|室友"
)
_AFTER_TITLES = "老师|校长|院长|主任|书记|教授|导员|辅导员|教官|经理|同学"
_NO_SURNAME_BEFORE = "主班责担前现历继专大学院系校任各向对由关双奖资基语英最有相名完"
_NUMERAL = r"[\d一二三四五六七八九十]"
_BRACKET = r"[(（]?\s{0,3}"
_UNBRACKET = r"\s{0,3}[)）]?"
_PREFIX_STOP = "我是在的们说和与也有到了这那就都级让叫给从于被过着上天第每"
_MAJOR = rf"(?:(?![{_PREFIX_STOP}])[\u4e00-\u9fff]){{1,8}}"

_FINDERS: tuple[tuple[DetailKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (DetailKind.ID_NUMBER, r"(?<!\d)(?P<it>\d{17}[\dX])(?![\dA-Z])"),
        (
            DetailKind.EMAIL,
            r"(?<![A-Z0-9._%+-])(?P<it>[A-Z0-9][A-Z0-9._%+-]{0,63}@(?:[A-Z0-9-]{1,63}\.){1,8}[A-Z]{2,24})",
        ),
        (
            DetailKind.STUDENT_NUMBER,
            r"(?:学号|学籍号|考生号|准考证号?|工号|student (?:id|number))(?:\s|[:：是为]){0,6}"
            r"(?P<it>[A-Z0-9][A-Z0-9-]{4,19})",
        ),
        (
            DetailKind.QQ,
            r"(?:QQ群?|扣扣|企鹅号)\s{0,3}(?:号码?|群号?)?(?:\s|[:：是为]){0,6}(?P<it>[1-9]\d{4,11})(?!\d)",
        ),
        (
            DetailKind.WECHAT,
            r"(?:微信|薇信|微信号|wechat|weixin|\bvx|\bwx|v信)\s{0,3}(?:号|id)?(?:\s|[:：是为]){0,6}"
            r"(?P<it>[A-Z][-_A-Z0-9]{5,19}|1[3-9]\d{9})",
        ),
        (
            DetailKind.PHONE,
            r"(?<![\d.])(?P<it>(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2})(?![\d.])",
        ),
        (DetailKind.PHONE, r"(?<!\d)(?P<it>0\d{2,3}[- ]\d{7,8})(?!\d)"),
        (
            DetailKind.CLASS,
            rf"(?P<it>(?:20)?\d{{2}}\s{{0,3}}级\s{{0,3}}(?:{_MAJOR})?\s{{0,3}}{_BRACKET}{_NUMERAL}{{1,4}}{_UNBRACKET}\s{{0,3}}班)",
        ),
        (
            DetailKind.CLASS,
            rf"(?P<it>(?:[高初大][一二三四]|{_NUMERAL}{{1,2}}\s{{0,3}}年级)\s{{0,3}}"
            rf"{_BRACKET}{_NUMERAL}{{1,3}}{_UNBRACKET}\s{{0,3}}班)",
        ),
        (DetailKind.CLASS, rf"(?P<it>{_MAJOR}\s{{0,3}}\d{{1,4}}\s{{0,3}}班)"),
        (DetailKind.CLASS, r"(?<!\d)(?P<it>\d{1,2}\s{0,3}班)(?=的|里|群|同学|学生)"),
        (
            DetailKind.DORMITORY,
            r"(?P<it>[\d一二三四五六七八九十东西南北A-Z]{1,3}\s{0,3}(?:号楼|号宿舍楼|号公寓|栋|幢|舍)\s{0,3}"
            r"(?:\d\s{0,3}单元)?\s{0,3}\d{3,4}\s{0,3}(?:寝室|宿舍|室|房|寝)?)",
        ),
        (DetailKind.DORMITORY, r"(?P<it>(?:寝室|宿舍)\s{0,3}\d{3,4})(?!\d)"),
        (DetailKind.DORMITORY, r"(?<!\d)(?P<it>\d{3,4}\s{0,3}(?:寝室|宿舍))"),
        (
            DetailKind.OWN_NAME,
            rf"(?:我叫|我的名字[叫是]|本人姓名|姓名|本人叫?|名叫)(?:\s|[:：是为]){{0,6}}(?P<it>{_NAME})",
        ),
        (DetailKind.OTHER_NAME, rf"(?:{_TITLES})(?:\s|[:：,，、]){{0,6}}(?P<it>{_NAME})"),
        (
            DetailKind.OTHER_NAME,
            rf"(?<![{_NO_SURNAME_BEFORE}])(?P<it>(?:(?:{_COMPOUND})|[{_SURNAMES}]){_GIVEN}?)"
            rf"(?=\s{{0,3}}(?:{_AFTER_TITLES}))",
        ),
    )
)
_NO_NAMES = frozenset("向成单边车强解房路包管")
"""Surnames that are ordinary words: alone in front of a title they are not taken for a name."""


def details(text: str) -> tuple[Detail, ...]:
    """Every detail found, in the order of the text, none overlapping another."""
    plain = text.translate(_WIDE)
    found: list[Detail] = []
    taken = bytearray(len(plain))
    for kind, pattern in _FINDERS:
        for match in pattern.finditer(plain):
            start, end = match.span("it")
            if _believable(kind, plain[start:end]) and not any(taken[start:end]):
                found.append(Detail(kind, start, end))
                taken[start:end] = b"\1" * (end - start)
    return tuple(sorted(found, key=lambda detail: detail.start))


def mask(text: str, hidden: Iterable[Detail]) -> str:
    """``text`` with each of ``hidden``, found in this very text, replaced by :data:`MASK`."""
    for detail in sorted(hidden, key=lambda detail: detail.start, reverse=True):
        text = text[: detail.start] + MASK + text[detail.end :]
    return text


def _believable(kind: DetailKind, found: str) -> bool:
    """What a pattern alone cannot say: the check digit, and words that only look like names."""
    if kind is DetailKind.ID_NUMBER:
        return bool(ric.is_valid(found.upper()))
    return not (kind is DetailKind.OTHER_NAME and found in _NO_NAMES)
