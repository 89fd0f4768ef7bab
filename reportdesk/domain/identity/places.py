"""A class, a room in a dormitory."""

from reportdesk.domain.identity.kinds import HAN, DetailKind, Finder, finder

_NUMERAL = r"[\d一二三四五六七八九十]"
_BRACKET = r"[(（]?\s{0,2}+"
_UNBRACKET = r"\s{0,2}+[)）]?"
_STOP = (
    "我是在的们说和与也有到了这那就都级让叫给从于被过着上天第每个几两全班去来但又只带管读住找问里号"
)
_MAJOR = rf"(?:(?![{_STOP}])[{HAN}]){{1,8}}"
_CLASS_HERE = r"班(?!主任|长|会|委|级|车|子|倒|次|机)"

PLACES: tuple[Finder, ...] = (
    finder(
        DetailKind.CLASS,
        rf"(?P<it>(?<!\d)(?:20)?\d\d\s?+(?:[级届]\s?+(?:{_MAJOR})?|{_MAJOR})\s?+{_BRACKET}{_NUMERAL}{{1,4}}+{_UNBRACKET}\s?+{_CLASS_HERE})",
    ),
    finder(
        DetailKind.CLASS,
        rf"(?P<it>(?:小学|初中|高中)?(?:[高初大小职][一二三四五六]|{_NUMERAL}{{1,2}}\s?+年级|(?<![{HAN}\d])[一二三四五六七八九])\s?+"
        rf"{_BRACKET}{_NUMERAL}{{1,3}}+{_UNBRACKET}\s?+{_CLASS_HERE})",
    ),
    finder(DetailKind.CLASS, rf"(?P<it>小学[一二三四五六]{_BRACKET}\d{{1,2}}{_UNBRACKET}班)"),
    finder(
        DetailKind.CLASS,
        rf"(?P<it>(?:{_MAJOR})?\s?+{_BRACKET}(?<![\d第]){_NUMERAL}{{1,2}}[一二三四五六七八九十\d-]{{0,2}}{_UNBRACKET}\s?+{_CLASS_HERE})"
        r"(?!同学都|的?时候|倒)",
        lambda match: any(sign.isdigit() for sign in match["it"]) or len(match["it"].strip()) > 3,
    ),
    finder(
        DetailKind.CLASS,
        rf"(?P<it>(?:[高初][一二三]|{_NUMERAL}年级|[\d]{{2}}级)[{HAN}]{{0,4}}(?:实验|火箭|尖子|重点|国际|平行|艺术|特长|创新|卓越|宏志|清北)班)",
    ),
    finder(
        DetailKind.CLASS,
        r"\bclass(?:\s|is|of|是|:){0,4}+(?P<it>(?:[A-Z][A-Za-z]{1,14}+ ){0,3}+\d{1,4}(?:\s?+\(\d\))?)\b",
    ),
    finder(
        DetailKind.CLASS,
        r"(?P<it>\b(?:class \d{1,2},? (?:of )?grade \d{1,2}|grade \d{1,2},? ?(?:\(|class )\d{1,2}\)?))",
    ),
    finder(DetailKind.CLASS, r"(?P<it>\b(?:[A-Z][A-Za-z]{2,14}+ ){1,2}+\d{4} class)\b"),
    finder(
        DetailKind.CLASS,
        r"(?:我们?是|我们?在|我们?[读属]|就读于?|来自)\s?+(?P<it>[一二三四五六七八九十\d]{1,2}班)(?=的|，|。|,|同学|学生|$)",
    ),
    finder(
        DetailKind.CLASS,
        rf"(?:是|读|在|学|来自|专业)\s?+(?P<it>(?:(?![{_STOP}])[{HAN}]){{2,6}}(?:2[0-6]|1[5-9])(?:0[1-9]|1\d))(?=[的，。,.\s]|$)",
    ),
    finder(
        DetailKind.DORMITORY,
        rf"(?P<it>(?>(?:学生|教师)?(?:公寓|宿舍)|[{HAN}]{{1,3}}[园苑区斋院湖山]|[东西南北]区?)?\s?+"
        r"(?<![\d.])[\d一二三四五六七八九十A-Z]{1,3}+\s?+"
        r"(?>号?宿舍楼|号楼|号公寓|号院|公寓|栋楼?|幢|舍|座|斋|#楼?)\s?+(?>宿舍|寝室|公寓)?+\s?+"
        r"(?>[\d一二三四]\s?+单元)?+\s?+(?>[\d一二三四五六七八九]{1,2}+[层楼])?+\s?+[-—]?+\s?+[A-Z]?+-?+\d{3,4}+\s?+(?>寝室|宿舍|室|房间?+|寝)?+)(?![\d人元块条])",
    ),
    finder(
        DetailKind.DORMITORY,
        rf"(?:宿舍|寝室|公寓|住)(?:\s|[:是在]){{0,4}}+(?P<it>[{HAN}]{{0,4}}[A-Z\d]{{0,2}}[楼栋舍斋园苑馆]\s?+[A-Z]?-?\d{{3,4}}\s?+(?:室|寝)?)(?!\d)",
    ),
    finder(
        DetailKind.DORMITORY,
        r"(?P<it>(?:寝室|宿舍)(?:号|是|在|为|就|我|:|\s){0,4}+(?:[A-Z\d]{1,2}-)?[A-Z]?\d{3,4})(?![\d人元块条])",
    ),
    finder(
        DetailKind.DORMITORY,
        r"(?<![\d.])(?P<it>(?:[A-Z\d]{1,2}-)?[A-Z]?\d{3,4}\s?+(?:寝室?|宿舍|女寝|男寝))",
    ),
    finder(
        DetailKind.DORMITORY,
        rf"(?<![{HAN}\d])(?P<it>[{HAN}]{{1,3}}[园苑斋舍]\s?+[A-Z]?\d{{0,2}}-?\d{{3,4}}(?:室|寝)?)(?!\d)",
    ),
    finder(
        DetailKind.DORMITORY,
        r"(?P<it>\b(?:dorm(?:itory)?|building|block)\s?+#?\w{1,3},?\s?+(?:room|#)\s?+#?[A-Z]?\d{2,4})\b",
    ),
    finder(DetailKind.DORMITORY, r"(?P<it>\b(?:dorm(?:itory)? )?room\s?+#?[A-Z]?\d{3,4})\b"),
    finder(
        DetailKind.DORMITORY,
        rf"(?:住|宿舍|寝室)[^●\dA-Z。，！？\n]{{0,6}}+(?P<it>[{HAN}]?[A-Z]?\d{{1,2}}[A-Z]?\s?+[-—#栋舍楼]\s?+[A-Z]?\d{{3,4}})(?!\d)",
    ),
    finder(
        DetailKind.DORMITORY,
        r"(?:我们?住|住在?)(?:\s|的|是){0,2}+(?P<it>(?:[东西南北]区?|[\u4e00-\u9fff]{1,2}[园苑])?[\d一二三四五六七八九十A-Z]{1,3}\s?+(?:号楼|栋|幢|舍|号公寓|号宿舍楼))",
    ),
    finder(
        DetailKind.DORMITORY,
        r"(?P<it>\b(?:room\s?+#?[A-Z]?\d{2,4},?\s?+(?:of\s)?(?:dorm(?:itory)?|building)\s?+#?\w{1,3}|dorm(?:itory)?\s(?:building\s)?#?\d{1,2}[- ]\d{3,4}))\b",
    ),
)
