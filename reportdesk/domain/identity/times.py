"""Exact times, days, and phrases that say that only one person can have written this."""

import re

from reportdesk.domain.identity.kinds import DetailKind, Finder, finder

_NUMERAL = "一二两三四五六七八九十"
_CLOCK = rf"(?>\d{{1,2}}+|[{_NUMERAL}]{{1,3}}+)"
_PART = (
    "昨晚|前晚|今晚|当晚|每晚|那晚|今早|早上|上午|早晨|清晨|清早|大早上|早|中午|午休|下午|午后|傍晚|晚上|当晚|晚间|晚|夜里|夜晚|深夜|半夜"
    "|凌晨|晚自习|AM|PM"
)
_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天末]"
DAY = (
    r"(?:(?:20)?\d\d\s?+[年./-]\s?+)?\d{1,2}\s?+[月./-]\s?+\d{1,2}\s?+[日号]?|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]?"
    rf"|(?<!\d)\d{{1,2}}[日号](?!楼|宿舍|公寓|线)"
    rf"|(?:这个?|本|上个?|上上个?|下个?|每)?{_WEEKDAY}|每天|每日|昨天|前天|大前天|今天|明天|后天|当天|那天|昨日|今日"
)
"""A day, written out or told from the day of writing."""
_SPACE = r"[\s,(（]{0,2}+"
_BESIDE = rf"(?>(?:{DAY}){_SPACE}(?:{_WEEKDAY})?+[\s)）的]{{0,2}}+)?"
_LESSON = r"(?>第[一二三四五六七八九十\d]{1,2}节课?的?)?"
_MINUTES = rf"(?>\d{{1,2}}+分?+(?!\d)|[{_NUMERAL}零]{{1,3}}+分?+|半|[一三]刻|钟|整)"
_NOT_POINTS = "(?![意要建内原补个儿点都也不没名评赞击头击开卡])"


def _an_hour(match: re.Match[str]) -> bool:
    """Not a score or a proportion (3:60)."""
    hour, minute = match["hour"], match["minute"]
    return int(hour) < 25 and int(minute) < 60


TIMES: tuple[Finder, ...] = (
    finder(
        DetailKind.EXACT_TIME,
        rf"(?P<it>{_BESIDE}(?>{_PART})?\s?+(?<![\d:.])(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::\d\d)?)"
        r"(?![\d:])(?P<more>(?:[-~—–至到]{1,2}+\d{1,2}:\d\d)?+)",
        _an_hour,
    ),
    finder(
        DetailKind.EXACT_TIME,
        rf"(?P<it>{_BESIDE}(?>{_PART})的?{_LESSON}\s?+{_CLOCK}\s?+[点时:](?!间)\s?+{_MINUTES}?)",
    ),
    finder(
        DetailKind.EXACT_TIME,
        rf"(?P<it>{_BESIDE}{_LESSON}(?<!\d)(?<![{_NUMERAL}第有]){_CLOCK}\s?+[点时]\s?+{_MINUTES})",
    ),
    finder(
        DetailKind.EXACT_TIME,
        rf"(?P<it>{_BESIDE}{_LESSON}(?<![\d.第])\d{{1,2}}\s?+[点时](?!间){_NOT_POINTS})(?!\d)",
    ),
    finder(
        DetailKind.EXACT_TIME,
        rf"(?P<it>(?:{DAY}){_SPACE}(?>{_PART})?\d{{1,2}}时)",
    ),
    finder(
        DetailKind.EXACT_TIME,
        r"(?P<it>(?:\bat |\bby )\d{1,2}(?::\d\d)?\s?+(?:a\.?m\.?|p\.?m\.?|o'clock)?)(?![\d.:])(?=[\s,.;!?]|$)",
        lambda match: any(sign in match["it"].lower() for sign in (":", "m", "clock")),
    ),
    finder(
        DetailKind.EXACT_TIME,
        r"(?<![\d:])(?P<it>\d{1,2}(?::\d\d)?\s?+[ap]\.?m\.?)(?![a-z])",
    ),
)

_ALL = r"(?:(?>(?:全|整个?+|我们?+|这个?+)(?:班|校|年级|楼层?+|系|寝室?+|宿舍|办公室|教研组|村|场))[^●，。；！？,;!?\n]{0,8}?)?"
_DOES = "没不敢去被那这在是还拒反自一站说的有"
_CHILD = "(?>我们?+家?+(?:孩子|儿子|女儿|娃|妹妹?+|弟弟?+|闺女)|[他她](?!们))"

ONLY_ME: tuple[Finder, ...] = (
    finder(
        DetailKind.ONLY_ME,
        rf"(?P<it>{_ALL}(?:只有|唯有|唯独|独独|偏偏只有|只剩下?|就剩下?|光剩下?)(?:我|俺|本人)(?!们)(?:一个人?|一人|自己|一家)?)",
    ),
    finder(
        DetailKind.ONLY_ME,
        rf"(?P<it>{_ALL}(?:就|单单|单|光|仅|独)(?:我|俺)(?!们|所知|来说|而言|看|个人)(?:一个人?|一人|自己|(?=[{_DOES}])))",
    ),
    finder(DetailKind.ONLY_ME, rf"(?P<it>{_ALL}(?:只有|就|唯独|只剩){_CHILD}(?:一个人?|一人))"),
    finder(
        DetailKind.ONLY_ME,
        rf"(?P<it>(?>(?:全|整个?+)(?:班|校|年级|楼|系|寝|宿舍))[^●，。；！？,;!?\n]{{0,8}}?(?:只有|就|唯独|只剩){_CHILD})",
    ),
    finder(
        DetailKind.ONLY_ME,
        r"(?P<it>我(?>就是|是|成了|可能是|大概是|应该是|算是)[^●，。；！？,;!?\n]{0,8}?(?:唯一|独一个|独苗))",
    ),
    finder(
        DetailKind.ONLY_ME,
        r"(?P<it>唯一(?:一个|一位|一名|(?:的)?(?=没|不|拒绝|反对|敢|被|例外|女生|男生|学生|家长|老师|外地|少数民族|知情))(?:人)?)",
    ),
    finder(
        DetailKind.ONLY_ME,
        r"(?P<it>除了?我(?!们)(?:一个人?|自己)?(?:以外|之外|外|,|，)?(?=都|全|没|其他|别|所有|大家|谁|再))",
    ),
    finder(DetailKind.ONLY_ME, r"(?P<it>我一个人?(?=没|不敢|不肯|不愿|拒绝|反对|站|例外|被))"),
    finder(
        DetailKind.ONLY_ME,
        r"(?P<it>(?:没|不|拒绝|反对|敢)[^●，。；！？,;!?\n]{1,8}?的?(?:就|只有|只|就只有)是?我一个人?)",
    ),
    finder(
        DetailKind.ONLY_ME,
        r"(?P<it>(?:only me|only I|just me|I(?:'m| am| was) the only(?: one| person| student)?|the only (?:one|student|person)|nobody (?:else )?(?:but|except) me))\b",
    ),
)
TIMES = (*TIMES, *ONLY_ME)
