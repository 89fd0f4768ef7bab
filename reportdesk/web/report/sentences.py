"""What the student pages say about each thing to change, and about steps of a case."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from reportdesk.web.labels import error_words

FAULTS: Mapping[str, LazyString] = {
    "filer_missing": _l("请选你是谁"),
    "involved_missing": _l("请选有没有人牵涉其中，不清楚就选「不清楚」"),
    "school_missing": _l("请选一所学校，或选「名单里没有」"),
    "school_near": _l("名单里有相近的名字，请看一眼是不是你的学校；不是就直接继续"),
    "school_unsought": _l("先写学校名称再搜索，或者按地区找"),
    "province_missing": _l("请选学校所在的省份"),
    "city_missing": _l("请选学校所在的市、州、盟"),
    "county_missing": _l("请选学校所在的县、区、旗，这类学校由县区管"),
    "city_elsewhere": _l("省份改过，市和县区的名单已经换成新的，请再选一次"),
    "county_elsewhere": _l("市改过，县区的名单已经换成新的，请再选一次"),
    "name_missing": _l("请写学校名称，写全称最好"),
    "kind_missing": _l("请选这是哪类学校"),
    "ownership_missing": _l("请选公办还是民办，不清楚就选「不知道」"),
    "run_by_missing": _l("请选学校是谁办的，不清楚就选「不知道」"),
    "practice_missing": _l("请选学校在采集什么"),
    "practice_note_missing": _l("选了「其他」，请写一句采集的是什么"),
    "levers_missing": _l("请选学校怎么压你们，至少一项"),
    "levers_contradict": _l("「没有施压」不能和别的一起选，请去掉一个"),
    "lever_missing": _l("你选了好几种，请再选哪一种最主要"),
    "scope_missing": _l("请选涉及多少人，不清楚就选「不知道」"),
    "since_missing": _l("请选大概从哪个月开始"),
    "since_unlikely": _l("开始的月份不能在以后，请再看一眼"),
    "running_missing": _l("请选现在还在不在继续"),
    "until_missing": _l("请选哪个月停的"),
    "until_unlikely": _l("停的月份要在开始之后、今天之前"),
    "story_missing": _l("写一句经过，哪怕很短"),
    "too_long": _l("这里太长了，最多 %(most)s 个字，请删短一些"),
    "receipt_missing": _l("请输入回执号"),
    "receipt_digits": _l("回执号只有数字，请去掉其他字"),
    "receipt_length": _l("回执号是 24 位数字，请数一数有没有漏"),
    "receipt_check": _l("有一位数字抄错了，或者两位颠倒了，请对着纸再看一遍"),
    "last_wrong": _l("和上面第 6 组不一样，请再看一眼"),
    "files_hurried": _l("没有收下：这个网络刚才传了太多文件。过一会儿再传，写的字都还在"),
    "files_many": _l("没有收下，最多传 %(most)s 个文件。先移除一个再传"),
    "files_large": _l("没有收下，文件加起来太大了，最多 %(most)s MB。先移除一个再传"),
    "files_gone": _l("没有送出的附件三天后自动删除，请重新添加：%(names)s"),
    "erase_nothing": _l("请至少选一项，或者返回"),
    "message_missing": _l("先写一句话，或者选一个文件"),
    "solved_missing": _l("请选事情解决了没有"),
    "satisfied_missing": _l("请选满意的程度，1 到 5"),
    "pressed_missing": _l("请选有没有人为难你"),
}

HEADINGS: Mapping[str, LazyString] = {
    "filed": _l("你的举报已经提交"),
    "dropped": _l("你的举报没有转送"),
    "routed": _l("你的举报已经送到"),
    "forwarding": _l("你的举报正在转送"),
    "registered": _l("你的举报已经登记"),
    "returned": _l("你的举报被退回，正在改派"),
    "accepted": _l("你的举报已经受理"),
    "investigating": _l("你的举报正在办理"),
    "needs_info": _l("你的举报正在办理"),
    "answered": _l("你的举报有了答复"),
    "correcting": _l("有了答复，正在整改"),
    "redo": _l("你的举报正在重新办理"),
    "kept": _l("申请已经收下，等上级有人用本站"),
    "review1": _l("上一级正在复查"),
    "review2": _l("再上一级正在复核"),
    "closed": _l("你的举报已经办结"),
    "procedure_ended": _l("程序终结：三级都办过了"),
    "declined": _l("没有受理"),
    "withdrawn": _l("你已经撤回"),
    "merged": _l("你的举报已经并入另一起案件"),
}
"""How a case stands, by stage."""
STEPS: Mapping[str, LazyString] = {
    "filed": _l("你提交了举报"),
    "joined": _l("你加入了这起案件"),
    "delivered": _l("送到了%(name)s"),
    "redelivered": _l("改派，送到了%(name)s"),
    "register": _l("%(name)s登记了"),
    "return": _l("%(name)s认为不归它管，退回了"),
    "accept": _l("%(name)s受理了，办理时间开始算"),
    "decline": _l("%(name)s决定不予受理"),
    "investigate": _l("%(name)s开始调查"),
    "ask": _l("%(name)s提了一个问题"),
    "reply": _l("你回答了"),
    "go_on": _l("没有等到回答，继续办理"),
    "resume": _l("%(name)s不再等回答，继续办理"),
    "answer": _l("%(name)s作出了答复"),
    "dispute": _l("你要求重新办理"),
    "ask_review": _l("你申请了复查，交给%(name)s"),
    "review_passed_on": _l("由上级重新看的申请转给了%(name)s"),
    "give_opinion": _l("%(name)s作出了复查意见"),
    "send_back": _l("%(name)s把案件发回重办"),
    "ask_second_review": _l("你申请了复核，交给%(name)s"),
    "give_final_opinion": _l("%(name)s作出了复核意见，程序终结"),
    "rated": _l("你评价了答复"),
    "message": _l("%(name)s发来一条消息"),
    "added": _l("你补充了情况"),
    "evidence": _l("%(name)s提交了落实措施的证明"),
    "notice_overdue": _l("到期没有决定受理还是不受理"),
    "withdraw": _l("你撤回了举报"),
    "report_withdrawn": _l("你撤回了举报"),
    "merge": _l("%(name)s认为和另一起是同一件事，合在一起办"),
    "unmerge": _l("%(name)s认为不是同一件事，又单独办理"),
    "contact_erased": _l("你删除了联系方式"),
    "files_erased": _l("你删除了附件"),
    "excerpt_offered": _l("你愿意公开一段话"),
    "excerpt_back": _l("你收回了那段话"),
}
"""Events in the words of the page; others by their label."""


def sentence(code: str, params: Mapping[str, object]) -> str:
    """The sentence for a fault, of this audience or of all; about files it names them."""
    words = str(FAULTS[code]) % params if code in FAULTS else error_words(code, **params)
    named = "files" in params
    return _("%(files)s：%(what)s", files=params["files"], what=words) if named else words
