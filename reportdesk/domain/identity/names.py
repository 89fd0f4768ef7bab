"""Names with cues: who writes says their own, or names others by title, role or 叫."""

import re

from reportdesk.domain.identity.kinds import HAN, MASK, DetailKind, Finder, finder
from reportdesk.domain.identity.surnames import (
    BEFORE_NAMES,
    COMPOUND,
    NO_NAMES,
    NOT_IN_NAMES,
    ORDINARY,
    PLACES_AS_NAMES,
    SURNAMES,
)

_SURNAME = rf"(?>(?>{COMPOUND})|[{SURNAMES}])"
_SIGN = rf"(?![{NOT_IN_NAMES}])[{HAN}]"
_GIVEN = rf"(?:某{{1,2}}+|[xX×＊*]{{1,2}}+|(?:{_SIGN}){{1,2}})"
_NUMBERED = "[一三四五六七]"
_NAME = rf"(?:{_SURNAME}(?:{_GIVEN}{_NUMBERED}?|{_NUMBERED}))"
_CALLED = rf"(?:[小老阿](?:{_SIGN}|{_NUMBERED}){{1,2}}|[小阿老]\s?+[A-Z][a-z]{{1,9}}+)"
_LATIN = r"(?-i:[A-Z][a-z]{1,11}+(?: [A-Z][a-z]{1,11}+)?)"
_NICK = rf"(?:[小老阿]{_SIGN})"
_END = rf"(?=[^{HAN}]|$)"
_GAP = r"(?:\s|[:：,，、是为叫就的「“\"(（]){0,4}+"

_TITLES = (
    "辅导员|班主任|副校长|校长|副院长|院长|系主任|教务主任|年级主任|主任|党委书记|团支部书记|团支书|支书|书记|任课老师|指导老师|实习老师|带队老师|生活老师|老师"
    "|教授|讲师|导员|教官|助教|导师|外教|组长|班长|队长|部长|处长|科长|室长|舍长|楼长|干事|会长|主席|学委|团委|班委|体委|委员|课代表|志愿者"
    "|经理|总监|主管|店长|老板|老总|负责人|联系人|对接人|经办人|经手人|被举报人|签[字名]的?|盖章的?|法人代表|法人|法务|人事|财务|会计|运营|技术员|技术部的"
    "|工程师|审核员|督导|培训师|中介|客服|司机|师傅|保安|宿管|舍管|阿姨|医生|校医|民警|警官|律师|记者|领导|秘书|公司的|HR"
)
_FRIENDS = (
    "同学|室友|舍友|同桌|闺蜜|朋友|邻座的?|前桌|后桌|学长|学姐|学弟|学妹|师兄|师姐|同乡|老乡|男友|女友|男朋友|女朋友|表[哥姐弟妹]"
    "|堂[哥姐弟妹]|[我她他][哥姐弟妹爸妈姑姨舅叔爷奶]|哥哥|姐姐|弟弟|妹妹|父亲|母亲|爸爸|妈妈|家长|监护人|孩子|儿子|女儿|姑姑|叔叔|舅舅|奶奶|爷爷|同事"
)
_AFTER = (
    "老师|校长|院长|主任|书记|教授|导员|辅导员|教官|经理|同学|师傅|处长|科长|部长|队长|班长|组长|主席|会长|干事|助教|老板|店长|主管|总监"
    "|学长|学姐|学弟|学妹|师兄|师姐|阿姨|叔叔|医生|警官|律师|教练|副校长|副院长|副主任|局长|园长|所长|站长|厂长|班主任|导(?=[平说让叫在人就也不没的，,。]|$)"
    "|总(?=说|让|来|在|给|带|，|。|$)|[哥姐叔婶](?=说|让|带|给|也|，|。|$)"
)


_PARTICLES = "连从别却再全原因各该"
_BARE = "王李张刘陈杨赵吴徐孙胡朱林郭罗梁宋郑谢唐董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛阎潘杜戴钟汪姜范谭廖邹熊陆郝崔邱秦侯邵孟黎贺赖龚庞樊殷陶翟颜倪芦俞鲁韦聂柳邢骆岳庄辛涂谷祁耿牟卜詹凌费靳欧甄游裴覃霍翁隋甘薄柯阮桂方周黄冯余叶夏田姚崔钱尹易温章葛毕焦莫苗"
"""Surnames that are believed without a title, where the words around speak for a person."""
_SAYS = "说|讲|告诉|骂|打电话|发通知|发消息|让我|叫我|逼|威胁|催|点名|找我|找到|问我|给我|拉我|陪我|帮我|和我|跟我|哭|退学|休学|退群|也被|被叫|被点|被骂|被扣|被罚|也没|没录|不录|录了"


def _a_name(match: re.Match[str]) -> bool:
    """Not the beginning of an ordinary word."""
    return match["it"][:2] not in ORDINARY


def _somebody(match: re.Match[str]) -> bool:
    """A name before a title, and not the end of another word."""
    found, before = match["it"], match.string[: match.start("it")][-1:]
    if found[0] in _PARTICLES:
        return False
    if found in NO_NAMES:
        return found == "时" and not before.isalpha()
    if before and before in BEFORE_NAMES.get(found[0], ""):
        return False
    return len(found) == 1 or found[:2] not in ORDINARY


def _myself(match: re.Match[str]) -> bool:
    """A name, and not where somebody is from."""
    return match["it"][:2] not in ORDINARY | PLACES_AS_NAMES


_I_AM_CALLED = (
    r"我(?:的)?(?:真实|真)?名字?[叫是为]|我的?大名|我(?:真名|本名|就|也)?叫|本人(?:姓名|叫|名叫)?|姓名|名字|署名|落款|举报人|反映人|投诉人|申诉人|写信人"
    r"|开户名|户名|收款人|持卡人|学生姓名|实名"
)

NAMES: tuple[Finder, ...] = (
    finder(
        DetailKind.OWN_NAME,
        rf"(?>{_I_AM_CALLED})(?:\s|[:：是为叫就]){{0,4}}+(?P<it>{_NAME}|(?-i:[A-Z][a-z]{{1,11}}+)[{SURNAMES}]|{_CALLED}{_END})",
        _myself,
    ),
    finder(
        DetailKind.OWN_NAME,
        rf"(?>{_I_AM_CALLED})(?:\s|[:：是为叫就]){{0,4}}+(?P<it>{_LATIN})",
    ),
    finder(
        DetailKind.OWN_NAME,
        rf"(?<![{HAN}])我[:：]\s?+(?P<it>{_NAME}){_END}",
        _myself,
    ),
    finder(
        DetailKind.OWN_NAME,
        rf"我是(?:[^●，。,；;！？\n]{{0,12}}?(?:{MASK[0]}{{1,40}}+[^●，。,；;！？\n]{{0,6}}?)?[的生班级员])?(?P<it>{_NAME})(?=[，。,.;；、！!\s(（]|$)",
        _myself,
    ),
    finder(
        DetailKind.OWN_NAME,
        rf"我(?P<it>{_NAME})(?=从来|从没|干的|实名|在此|保证|承诺|声明|郑重|愿意|今年|本人)",
        _myself,
    ),
    finder(
        DetailKind.OWN_NAME,
        rf"(?:喊|叫)我(?P<it>{_CALLED}){_END}",
    ),
    finder(
        DetailKind.OWN_NAME,
        rf"(?<![{HAN}])(?P<it>{_NAME})(?=[_\s+:：-]{{0,2}}+(?:[A-Z]?\d{{8,14}}|{MASK[0]}))",
        _myself,
    ),
    finder(
        DetailKind.OWN_NAME,
        rf"(?m:^)[\s—-]{{0,8}}+(?P<it>{_NAME})\s{{0,3}}+(?=(?m:$)|20\d\d年)",
        lambda match: _myself(match) and len(match.string) > len(match["it"]) + 4,
    ),
    finder(
        DetailKind.OWN_NAME,
        r"\b(?:my name is|my name's|name:|I am|I'm|signed,?)\s{1,2}+(?P<it>(?-i:[A-Z][a-z]{1,11}+ [A-Z][a-z]{1,11}+))",
    ),
    finder(
        DetailKind.OWN_NAME,
        r"\b(?:my name is|my name's|name:|call me)\s{1,2}+(?P<it>(?-i:[A-Z][a-z]{1,11}+))",
    ),
    finder(DetailKind.OWN_NAME, rf"我(?:本人)?姓(?![名氏什啥甚])(?P<it>(?>{COMPOUND})|[{HAN}])"),
    finder(
        DetailKind.OWN_NAME,
        rf"(?<![{HAN}])(?:我|本人)\s?+[(（,，]\s?+(?P<it>{_NAME})(?=\s?+[)）,，])",
        _myself,
    ),
    finder(DetailKind.OWN_NAME, rf"(?P<it>{_NAME})(?=敬上|拜上|亲笔|留言|泣[上书])", _myself),
    finder(
        DetailKind.OTHER_NAME,
        r"(?P<it>\b(?-i:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Teacher|Director|Dean|Principal|Coach|Manager|Counsell?or|Advisor|Headmaster|President|Secretary|Auntie|Uncle|Instructor)\.? [A-Z][a-z]{1,11}+(?: [A-Z][a-z]{1,11}+)?))",
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?P<it>{_SURNAME}(?:{_GIVEN}{_NUMBERED}?|{_NUMBERED})?|[小老阿]{_SIGN})(?=\s?+(?:{_AFTER}))",
        _somebody,
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?>{_TITLES}|{_FRIENDS}){_GAP}(?:名字|姓名)?[叫是:：]?(?P<it>{_NAME}|{_NICK}|(?P<twice>(?![爸妈爷奶哥姐弟妹哈呵嘻公婆姥]){_SIGN})(?P=twice))",
        _a_name,
    ),
    finder(DetailKind.OTHER_NAME, r"(?P<it>(?<![A-Z])[阿小老](?-i:[A-Z][a-z]{1,9}+))"),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?>{_TITLES}|{_FRIENDS}|roommate|classmate|teacher|friend)[\s:：是叫]{{0,3}}+(?P<it>{_LATIN}|[阿小老]\s?+(?-i:[A-Z][a-z]{{1,9}}+))",
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?<!百)姓(?![名氏什啥甚])(?P<it>(?>{COMPOUND})|[{HAN}])(?=[^{HAN}]|的|叫|老师|，|$)",
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?:名叫|叫做|叫作|叫)[「“\"]?(?P<it>{_NAME}|{_CALLED})(?=的|[，。、；,.;)）」”\"\s]|$)",
        _a_name,
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"[、和跟](?P<it>{_NAME}|[小老阿][{SURNAMES}])(?=[、]|和|还有|等|三个人|两个人)",
        _a_name,
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?<![{HAN}])(?P<it>(?![女男新好坏真假辅老请问总副正全体群生科任音美数语英物化地政各该另旧原前两几每这那])(?:{_SIGN}))(?=老师|主任|校长|院长|书记|教授|导员|教官|经理)",
        _somebody,
    ),
    finder(DetailKind.OTHER_NAME, rf"(?P<it>[{SURNAMES}]某{{1,2}})(?![些个种人天次月公地校年])"),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?P<it>[{SURNAMES}])姓(?=老师|同学|男|女|主任|学生|辅导员|教官|经理|负责)",
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?:外号|绰号|花名|人称|[叫喊][他她])[叫是:：“\"「]{{0,2}}+(?P<it>(?:{_SIGN}){{2,4}}|{_CALLED})(?=[^{HAN}]|的|$)",
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?:[、和跟与找问被帮替陪]|比如|例如|包括|还有|以及|有个|{MASK[0]}[、，,和跟与及])(?P<it>[{_BARE}](?:{_SIGN}){{1,2}}|[小老阿][{_BARE}])(?=[、，。,)）]|和|还有|等|一起|两个|三个|四个|他们|她们|俩|仨|也|都|没|就|{_SAYS})",
        _a_name,
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?<![{HAN}])(?P<it>[{_BARE}](?:{_SIGN}){{1,2}}|[小老阿][{_BARE}])(?={_SAYS})",
        _a_name,
    ),
    finder(
        DetailKind.OTHER_NAME,
        rf"(?<=[今昨前]天|时候|后来|结果|就是|那个|因为|听说|知道|看到|但是|所以|而且|然后)(?P<it>[{_BARE}](?:{_SIGN}){{1,2}}|[小老阿][{_BARE}])(?={_SAYS})",
        _a_name,
    ),
    finder(DetailKind.OTHER_NAME, r"(?P<it>(?-i:[A-Z][a-z]{1,11}+)(?=[ ]laoshi\b))"),
)
