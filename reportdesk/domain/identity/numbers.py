"""Numbers and accounts: identity number, card, phone, student number, plate, QQ, WeChat, e-mail."""

import re
from datetime import date

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from reportdesk.domain.identity.kinds import DetailKind, Finder, finder

_SAID = r"(?:\s|[:是为叫就的「」()\"'“”*])"
_GAP = rf"{_SAID}{{0,6}}+"
"""What stands between a cue and its number: signs, and words that say nothing."""
_SEPARATED = r"[ -]?+"
_NOT_NUMBERS = re.compile(
    r"(?:订单|快递|运单|单号|编号|收据|流水|发票|合同|文号|批次|序列)\S{0,4}\s{0,2}$"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def _plain(found: str) -> str:
    """A number without what separates its groups."""
    return re.sub(r"[ \n-]", "", found).upper()


def _id_number(match: re.Match[str]) -> bool:
    """The check digit of GB 11643 is right; the place may be a division that is gone."""
    digits = _plain(match["it"])
    try:
        ric.get_birth_date(digits)
    except ValidationError:
        return False
    return bool(ric.calc_check_digit(digits) == digits[-1])


def _card(match: re.Match[str]) -> bool:
    """The check digit of Luhn is right, and no receipt or order was named."""
    digits = _plain(match["it"])
    before = match.string[max(0, match.start() - 10) : match.start()]
    return len(set(digits)) > 1 and bool(luhn.is_valid(digits)) and not _NOT_NUMBERS.search(before)


def _dated(match: re.Match[str]) -> bool:
    """Not a time written without signs (202603021530), and no receipt or order."""
    digits = _plain(match["it"])
    before = match.string[max(0, match.start() - 10) : match.start()]
    return not (_NOT_NUMBERS.search(before) or (len(digits) in {12, 14} and _is_time(digits)))


def _is_time(digits: str) -> bool:
    """Whether they read as a day followed by hour and minute."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return int(digits[8:10]) < 24 and int(digits[10:12]) < 60


_EMAIL_SIGN = r"\s?+(?>@|\((?:at|@)\)|\[at\]|#|艾特)\s?+"
_EMAIL_DOT = r"(?>\.|\(dot\)|\[dot\]|点)"

_WECHAT = r"(?>微信|薇信|威信|徽信|溦信|微芯|微❤|v❤|绿泡泡|wechat|weixin|wei xin|(?<![A-Z])(?:v信|v号|v\s?+x|w\s?+x|v(?![A-Z]))|[➕+加]\s?+[v薇微])"
_WECHAT_SAID = r"(?>微信|薇信|威信|v信|wechat|weixin)"
_THIS_IS = r"(?=[)」\"”]?+[\s,，]{0,2}+(?:[(（]|这个?是?|就?是)(?:我的?)?"
"""Behind a number: says what it is. Left open for the word itself."""

NUMBERS: tuple[Finder, ...] = (
    finder(
        DetailKind.STUDENT_NUMBER,
        r"(?<![A-Z0-9])(?P<it>G\d{17}[\dX])(?![\dA-Z])",
    ),
    finder(
        DetailKind.ID_NUMBER,
        r"(?<!\d)(?P<it>[1-9]\d{5}[ \n-]?+(?:18|19|20)\d\d[ \n-]?+\d{4}[ \n-]?+\d{3}[\dX])(?![\dA-Z])",
        _id_number,
        numerals=True,
    ),
    finder(
        DetailKind.ID_NUMBER,
        r"(?<!\d)(?P<it>[1-9](?:[ \n-]?+\d){16}[ \n-]?+[\dX])(?![\dA-Z])",
        _id_number,
        numerals=True,
    ),
    finder(
        DetailKind.ID_NUMBER,
        rf"(?<!假)身份证号?码?{_GAP}(?P<it>[1-9]\d{{14}}(?:\d\d[\dX])?)(?![\dA-Z])",
        lambda match: match["it"].isascii() and len(match["it"]) == 15,
        numerals=True,
    ),
    finder(
        DetailKind.ID_NUMBER,
        rf"身份证号?码?的?[后末尾][四六468]位{_GAP}(?P<it>\d{{3,7}}[\dX])(?![\dA-Z])",
    ),
    finder(
        DetailKind.EMAIL,
        rf"(?<![A-Z0-9._%+-])(?P<it>[A-Z0-9][A-Z0-9._%+-]{{0,63}}+{_EMAIL_SIGN}"
        rf"(?:[A-Z0-9-]{{1,63}}+{_EMAIL_DOT}){{1,5}}[A-Z]{{2,24}}+)",
    ),
    finder(
        DetailKind.STUDENT_NUMBER,
        r"(?:学籍号|学号|考生号|报名号|准考证号?码?|学生证号?码?|(?:一|校园)卡通?号|工号"
        rf"|student (?:id|no\.?|number))(?:后[四六468]位|尾号)?{_GAP}"
        r"(?P<it>(?=[A-Z-]{0,4}\d)[A-Z0-9](?:[A-Z0-9]|-(?=[A-Z0-9])){3,19}+)",
    ),
    finder(
        DetailKind.STUDENT_NUMBER,
        r"(?>学籍[辅编]?号|学号|考号|准考证号?|学生证号?|学籍编号|一卡通|校园卡|饭卡)[^●\dA-Z。！？\n]{0,10}+"
        r"(?P<it>(?!1[3-9]\d{9}(?!\d))[A-Z]{0,3}\d(?:[ -]?+[A-Z0-9]){4,18}+)(?![@年月元块])",
        lambda match: sum(sign.isdigit() for sign in match["it"]) >= 5,
        numerals=True,
    ),
    finder(
        DetailKind.STUDENT_NUMBER,
        rf"(?<![A-Z0-9])(?P<it>[A-Z]{{0,2}}\d{{6,14}}){_THIS_IS}学[号籍])",
    ),
    finder(
        DetailKind.STUDENT_NUMBER,
        r"(?<![A-Z0-9@.])(?P<it>[A-Z]{0,2}20[0-3]\d\d{5,9})(?![A-Z0-9@])",
        _dated,
    ),
    finder(
        DetailKind.CARD,
        r"(?<![\dA-Z])(?P<it>\d{4}(?:[ -]?+\d{4}){3}(?:[ -]?+\d{1,3})?)(?!\d)",
        _card,
        numerals=True,
    ),
    finder(
        DetailKind.CARD,
        r"(?>银行卡|储蓄卡|借记卡|信用卡|存折|[工农建中交招]行卡?+|邮储卡?+|信用社卡?+)号?+码?+"
        rf"{_GAP}(?P<it>\d(?:[ -]?+\d){{14,18}}+)(?!\d)",
        numerals=True,
    ),
    finder(
        DetailKind.CARD,
        rf"卡号?的?(?:尾号|[后末]四位){_GAP}(?P<it>\d{{4}})(?!\d)",
    ),
    # new energy before ordinary, which would leave its last sign over
    finder(
        DetailKind.PLATE,
        rf"(?P<it>[{_PROVINCES}]\s?+[A-HJ-NP-Z]\s?+[·•・.-]?\s?+(?:[A-HJK]\s?+[A-HJ-NP-Z0-9]\d{{4}}|\d{{5}}[A-HJK]))"
        r"(?![A-Z0-9])",
    ),
    finder(
        DetailKind.PLATE,
        rf"(?P<it>[{_PROVINCES}]\s?+[A-HJ-NP-Z]\s?+[·•・.-]?\s?+(?=[A-Z]{{0,4}}\d)[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳])"
        r"(?![A-Z0-9])",
    ),
    finder(
        DetailKind.PLATE,
        rf"车牌号?码?(?:尾号|[后末][三四34]位)?{_GAP}(?P<it>[A-Z]?[·•]?(?=[A-Z]{{0,3}}\d)[A-HJ-NP-Z0-9]{{3,6}})(?![A-Z0-9])",
    ),
    finder(
        DetailKind.WECHAT,
        rf"{_WECHAT}\s{{0,3}}+(?:号码?|帐号|账号|id)?+(?:也有|也是|搜|加我?|叫|{_SAID}){{0,6}}+"
        r"(?P<it>[A-Z][-_A-Z0-9]{5,19}+|1[3-9]\d{9}|[1-9]\d{5,10}|(?=\d{1,8}[A-Z_-])[-_A-Z0-9]{6,20}+)(?![A-Z0-9@])",
    ),
    finder(
        DetailKind.WECHAT,
        rf"{_WECHAT_SAID}[^●A-Z\d电手座。！？\n]{{0,12}}+"
        r"(?P<it>[A-Z](?=[-_A-Z]{0,18}[-_0-9])[-_A-Z0-9]{5,19}+|1[3-9]\d{9})(?![A-Z0-9@])",
    ),
    finder(
        DetailKind.WECHAT,
        rf"(?<![A-Z0-9@.])(?P<it>[A-Z](?=[-_A-Z]{{0,18}}[-_0-9])[-_A-Z0-9]{{5,19}}+|1[3-9]\d{{9}}){_THIS_IS}(?:微信|vx|wx|v信))",
    ),
    finder(
        DetailKind.QQ,
        rf"(?:(?<![A-Z])(?:QQ|Q|q)|扣扣?|抠抠?|叩叩|企鹅|球球)(?![A-Z])(?:号码?|群号?|小号|大号)?+"
        rf"(?:也登记了|也是|加我?|{_SAID}){{0,6}}+(?P<it>[1-9](?:[ -]?+\d){{4,10}})(?!\d)",
        numerals=True,
    ),
    finder(
        DetailKind.QQ,
        r"(?:(?<![A-Z])QQ|扣扣|企鹅)[^●\d.;。；！？\n]{0,14}+"
        r"(?P<it>(?!1[3-9]\d{9})(?!20[0-3]\d[01]\d[0-3]\d(?!\d))[1-9]\d{5,10})(?![\d年月条元块个人张次份])",
    ),
    finder(
        DetailKind.QQ,
        rf"(?<![\dA-Z])(?P<it>[1-9]\d{{5,10}}){_THIS_IS}(?:qq|扣扣|企鹅|q号))",
    ),
    finder(
        DetailKind.PHONE,
        r"(?<![\d.])(?P<it>(?:(?:\+|00)?86[- ]{0,2}+)?1[3-9]\d(?:[- .\n]?+\d{4}){2})(?!\.?\d)",
        numerals=True,
    ),
    finder(
        DetailKind.PHONE,
        r"(?<![\d.])(?P<it>1[- ]?+[3-9](?:[- ]?+\d){9})(?!\.?\d)",
        numerals=True,
    ),
    finder(
        DetailKind.PHONE,
        r"(?<![\dA-Z])(?P<it>\(?0(?:10|2\d|[3-9]\d\d)\)?[- ]{0,2}+[2-8]\d{2,3}[- ]?+\d{4})(?![\d])",
        numerals=True,
    ),
    finder(
        DetailKind.PHONE,
        r"(?:座机|固话|办公室?电话|家里?电话|电话|打)(?:\s|[:是]){0,3}+(?P<it>[2-8]\d{6,7})(?!\d)",
    ),
    finder(
        DetailKind.PHONE,
        rf"(?:手机|电话)号?码?的?(?:尾号|[后末]四位){_GAP}(?P<it>\d{{4}})(?!\d)",
    ),
)
