"""请求复查函: a reporter asks an authority without accounts to review what another decided."""

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.letters.basis import SECRECY, petitions
from reportdesk.letters.kinds.transfer import secrecy
from reportdesk.letters.letter import Letter, Part
from reportdesk.letters.voice import Voice, head

FIRST, SECOND = petitions("35"), petitions("36")


def review_request(voice: Voice) -> Letter:
    """Who decided, what is asked for by when, and how to answer."""
    say, case = voice.say, voice.facts.case
    second = bool(voice.facts.fields.get("second"))
    due = case.date_of(ClockKey.SECOND_REVIEW_OPINION if second else ClockKey.REVIEW_OPINION)
    what = say("复核" if second else "复查", "second review" if second else "review")
    ground = SECOND if second else FIRST
    parts = [
        Part(
            say(
                f"有人对下列事项的处理不服，请求你单位{what}。请求人没有留下姓名。",
                f"Somebody who does not accept how the matter below was decided asks you for a"
                f" {what}. They left no name.",
            )
        ),
        head("一", voice, "事项", "The matter"),
        *voice.matter(),
        Part(
            say(f"原办理机关：{case.target[0]}。", f"Decided by: {case.target[1]}."),
            "item",
        ),
        head("二", voice, "请你单位办理", "What we ask of you"),
        *_until(voice, due, what),
        Part(
            say(
                "请以公文答复，写明文号、日期、维持还是改变原来的处理以及理由。",
                "Please answer with an official document that has a number and a date, and say"
                " whether the decision stands or changes, and why.",
            )
        ),
        *voice.added(),
        head("三", voice, "保密", "Confidentiality"),
        secrecy(voice),
    ]
    title = say(f"关于请求{what}一件收集个人信息事项的函", f"Asking for a {what}")
    return voice.letter(title, parts, (ground, *SECRECY))


def _until(voice: Voice, due: DueDate | None, what: str) -> list[Part]:
    """By when, and how the day came about: its time began with the request."""
    if due is None:
        return []
    ask = voice.say(
        f"请在{voice.until(due)}前作出{what}意见。",
        f"Please give your opinion by {voice.until(due)}. ",
    )
    return [Part(ask + voice.computed(due))]
