"""The words of staff mail: that something waits, never what or about whom."""

from collections.abc import Sequence

from reportdesk.settings import Settings

KINDS = {
    "retaliation": ("有举报人说受到压力", "a reporter says they are under pressure"),
    "review_asked": ("有举报人请您复查", "a reporter asks you for a review"),
    "demand": ("上级要您书面报告一起逾期案件", "a superior demands a report on an overdue case"),
    "ordered": ("上级责令受理一起案件", "a superior ordered you to accept a case"),
    "report_up": ("有下级机关的报告等您看", "a report of an authority below you waits"),
    "taken_away": ("上级从您这里接走了一起案件", "a superior took a case from you"),
    "redo_asked": ("有案件要重新办理", "a case to work on again"),
    "new_report": ("有新的举报", "new reports"),
    "new_message": ("举报人有新消息", "new messages from reporters"),
    "approval": ("有答复等您批准", "an answer waits for your approval"),
    "proof": ("有落实证明等您认可", "a proof of a measure waits for your acceptance"),
    "returned": ("有案件退回待改派", "returned cases to reassign"),
    "letter_told": (
        "有机关说收到了公函，请核实",
        "an office says that a letter arrived: please check",
    ),
    "handover": ("有案件等待转封", "cases to hand over"),
    "reminder": ("有期限快到或刚过", "a date is near or has just passed"),
    "date_moved": (
        "有期限按新的日历或规则提前了",
        "a date has become earlier by a new calendar or new rules",
    ),
    "overdue": ("本机关有案件逾期", "a case at your authority is overdue"),
    "rung": ("下级机关有案件逾期，请督办", "an overdue case below you needs supervision"),
    "retention": (
        "有办结案件的内容即将按期销毁",
        "the content of an ended case will soon be destroyed by schedule",
    ),
    "suspected": (
        "有疑似自动提交的举报，等平台放行或搁置",
        "reports that may be automated wait to be passed on or set aside",
    ),
    "routing_complaint": (
        "有人认为转送的部门不对",
        "somebody thinks a report went to the wrong body",
    ),
}
"""Kinds of news, the most urgent first."""
OTHER = ("有新的待办", "something new to do")


def letter(kinds: Sequence[str], authority: str, settings: Settings) -> tuple[str, str]:
    """Subject and body of one digest, Chinese first; no case, school, person or count in it."""
    said = [KINDS[kind] for kind in KINDS if kind in kinds]
    said += [OTHER] if set(kinds) - set(KINDS) else []
    zh, en = "；".join(words[0] for words in said), "; ".join(words[1] for words in said)
    desk = f"{settings.site_url}/desk/"
    mark = "【演示】" if settings.demo else ""
    body = (
        f"{authority}：\n\n{zh}。\n请登录办理台查看：{desk}\n\n"
        f"{en[0].upper()}{en[1:]}.\nSign in to see: {desk}\n\n"
        "收哪些邮件、什么时候不收，在办理台“我的账号”里改。"
        'Choose under "My account" which letters you get and when none.\n'
        "这封邮件不含任何案件内容，请勿回复。This letter holds no content of any case.\n"
    )
    return f"{mark}Reportdesk：办理台有新的待办 / Something waits at your desk", body
