"""督办通知: a superior names what is late and asks for an act by a day; the platform can only ask."""

from reportdesk.domain.clocks import ClockKind, DueDate
from reportdesk.domain.letter import Demand
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.letters.basis import GUIDANCE, LATE_DECISION, LATE_NOTICE, SECRECY, Ground
from reportdesk.letters.kinds.transfer import secrecy
from reportdesk.letters.letter import Letter, Part
from reportdesk.letters.voice import Both, Voice, head

DEMANDS: dict[Demand, Both] = {
    Demand.REPORT: (
        "书面报告办理情况、逾期原因和下一步安排",
        "Report in writing how far the matter is, why it is late, and what comes next",
    ),
    Demand.ACCEPT: (
        "决定受理并登记受理日期；依法不能受理的，写明理由",
        "Take the matter on and record the day; if the law does not allow that, give the reasons",
    ),
    Demand.ANSWER: ("作出处理意见并答复", "Decide the matter and answer"),
    Demand.TAKE_OVER: (
        "停止办理，把材料移交本机关；该事项改由本机关办理",
        "Stop working on the matter and hand its papers to us; we deal with it from now on",
    ),
    Demand.HAND_ON: (
        "停止办理，把材料移交本机关另行指定的单位",
        "Stop working on the matter and hand its papers to the body we name",
    ),
}


def supervision(voice: Voice) -> Letter:
    """What is late, since when, what is asked for, by when, and on what ground."""
    say, facts = voice.say, voice.facts
    late = facts.case.date_of(facts.fields.get("clock"))
    asks = facts.fields.get("by") == "platform"
    grounds = _grounds(late)
    parts = [
        Part(
            say(
                f"编号{facts.case.ref}的事项由{facts.case.holder[0]}办理。",
                f"The matter {facts.case.ref} is with {facts.case.holder[1]}.",
            )
        ),
        head("一", voice, "事项", "The matter"),
        *voice.matter(),
        head("二", voice, "逾期情况", "What is late"),
        *_late(voice, late),
        head("三", voice, "要求", "What we ask for"),
        *_demands(voice, asks),
        *voice.added(),
        secrecy(voice),
        Part(say(f"依据：{voice.cite(grounds)}。", f"Grounds: {voice.cite(grounds)}.")),
    ]
    if asks:
        title = say("关于提请督办一件逾期事项的函", "Asking for supervision of an overdue matter")
    else:
        title = say("督办通知", "Notice of supervision")
    return voice.letter(title, parts, (*grounds, *SECRECY))


def _late(voice: Voice, due: DueDate | None) -> list[Part]:
    """Which date passed, since when, and how the date came about."""
    say, today = voice.say, voice.facts.on
    if due is None:
        return [Part(say("办理情况需要说明。", "How the matter stands needs to be explained."))]
    what, days = voice.label("clock", due.key), (today - due.due).days
    if days <= 0:
        on = voice.until(due)
        return [Part(say(f"{what}：最迟{on}，尚未逾期。", f"{what}: due {on}, not late yet."))]
    first, on = voice.day(due.overdue_from), voice.until(due)
    sentence = say(
        f"{what}：最迟应在{on}，自{first}起逾期，到本通知之日逾期{days}天。",
        f"{what}: due {on}, late since {first}, by {days} days on the day of this letter. ",
    )
    parts = [Part(sentence + voice.computed(due))]
    if due.kind is not ClockKind.STATUTORY:
        parts.append(
            Part(
                say(
                    "这一期限不是法定期限，逾期本身不等于违法。",
                    "This date is not set by law; being late is not in itself a breach of law.",
                )
            )
        )
    return parts


def _demands(voice: Voice, asks: bool) -> list[Part]:
    """Each act that is asked for, with its day."""
    say, facts = voice.say, voice.facts
    codes = [Demand(code) for code in facts.fields.get("demands", ())]
    until = say("。", ".")
    if facts.due is not None:
        by = voice.due(facts.due)
        until = say(f"，{by}前完成。", f", by {by}.")
    please = say("请" if asks else "", "Please see to it: " if asks else "")
    several = len(codes) > 1
    return [
        Part((f"{number}. " if several else "") + please + say(*DEMANDS[code]) + until, "item")
        for number, code in enumerate(codes, 1)
    ]


def _grounds(due: DueDate | None) -> tuple[Ground, ...]:
    """A superior's duty to guide, and the article on this kind of lateness."""
    if due is None:
        return (GUIDANCE,)
    return (GUIDANCE, LATE_NOTICE if due.key == ClockKey.NOTICE else LATE_DECISION)
