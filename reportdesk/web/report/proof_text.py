"""Words of a proof's two files: what stands above the signed part, and the text of a report.

The text is in the language of the filing whatever the page speaks, so that both files agree.
"""

from collections.abc import Callable, Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from reportdesk.domain.taxonomy import Answer, Question
from reportdesk.services.attesting import FiledReport
from reportdesk.web.context import runtime
from reportdesk.web.dates import day, month
from reportdesk.web.labels import label
from reportdesk.web.locale import LOCALES, lang


def above_statement(filed: FiledReport) -> str:
    """What the statement says, in both languages, and where it is checked."""
    return _in_both(lambda: _about_statement(filed))


def above_text(filed: FiledReport) -> str:
    """What the second file is for, in both languages."""
    return _in_both(lambda: _about_text(filed))


def filed_text(filed: FiledReport) -> str:
    """What was filed, for people: without contact, without who the reporter is."""
    chosen = LOCALES["en" if filed.content.get("lang") == "en" else "zh"]
    with force_locale(chosen):
        lines = [f"{title}{_('：')}{value}" for title, value in _rows(filed) if value]
        return "\n".join([*lines, "", str(filed.content["story"])])


def _in_both(make: Callable[[], list[str]]) -> str:
    """Lines in Chinese, then in English, then an empty one."""
    found = []
    for locale in LOCALES.values():
        with force_locale(locale):
            found += [*make(), ""]
    return "".join(f"{line}\n" for line in found)


def _demonstration(filed: FiledReport) -> list[str]:
    """The mark of a demonstration."""
    return [_("这是演示环境出的证明，内容虚构。")] if filed.demonstration else []


def _about_statement(filed: FiledReport) -> list[str]:
    """In one language."""
    name = filed.names[lang() == "en"]
    return [
        *_demonstration(filed),
        _(
            "这份文件证明：%(day)s，有人通过本站向%(name)s提交了一份举报。是谁、写了什么，这里没有。",
            day=day(filed.on).striptags(),
            name=name,
        ),
        _("核对：%(address)s", address=f"{runtime().settings.site_url}/verify"),
        _("从第一行短横线到最后一行短横线，一个字都不要改。"),
    ]


def _about_text(filed: FiledReport) -> list[str]:
    """In one language."""
    return [
        *_demonstration(filed),
        _("这里是举报的原文，和同一次下载的证明配成一对。只给要看原文的人。"),
        _("从第一行短横线到最后一行短横线，一个字都不要改。"),
    ]


def _rows(filed: FiledReport) -> Iterator[tuple[str, str]]:
    """What was ticked and named; empty values are left out later."""
    content = filed.content
    note, practice = content["practice_note"], label("practice", filed.practice)
    yield _("学校"), filed.school
    yield _("采集什么"), f"{practice}{_('：')}{note}" if note else practice
    yield _("怎么压你们的"), _listed("lever", content["levers"])
    yield _("涉及多少人"), label("scope", content["scope"]) if content["scope"] else ""
    yield _("从什么时候"), str(month(filed.since).striptags()) if filed.since else ""
    yield _("什么时候停的"), str(month(filed.until).striptags()) if filed.until else ""
    yield _("哪家公司或产品"), _("、").join(one for one in content["collector"].values() if one)
    for question in Question:
        yield from _reply(question, content["sheet"].get(question.value) or {})
    yield _("你希望"), _listed("asked", content["asked"])


def _listed(group: str, codes: list[str]) -> str:
    """Codes in words."""
    return str(_("、")).join(label(group, code) for code in codes)


def _reply(question: Question, reply: dict[str, str]) -> Iterator[tuple[str, str]]:
    """One answer of the question sheet, unless nothing was known."""
    answer, words = reply.get("a", Answer.UNKNOWN), reply.get("w", "")
    if answer != Answer.UNKNOWN or words:
        said = label("answer", answer)
        yield label("question", question), f"{said}{_('：')}{words}" if words else said
