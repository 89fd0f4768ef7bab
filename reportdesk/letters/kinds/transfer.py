"""转送函: the matter goes to the authority that the law makes responsible."""

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.letters.basis import COUNT, DECIDE, REGISTER, SECRECY
from reportdesk.letters.letter import Letter, Part
from reportdesk.letters.voice import Voice, head


def transfer(voice: Voice) -> Letter:
    """What is passed on, what is asked for by when, and what must not happen."""
    say = voice.say
    parts = [
        Part(
            say(
                "现将一件反映学校收集个人信息的事项转送你单位，请依法办理。反映人没有留下姓名。",
                "We pass on to you a matter about a school collecting personal data, and ask you to"
                " deal with it under the law. Whoever brought it up left no name.",
            )
        ),
        head("一", voice, "事项", "The matter"),
        *voice.matter(),
        head("二", voice, "请你单位办理", "What we ask of you"),
        *_asked(voice),
        Part(
            say(
                "受理后，请自受理之日起60日内办结；情况复杂的，经你单位负责人批准可以延长一次，"
                "不超过30日。",
                "After taking it on, please decide within 60 days from that day; where the matter is"
                " complex the head of your authority may extend this once, by at most 30 days.",
            )
        ),
        *voice.added(),
        head("三", voice, "保密", "Confidentiality"),
        secrecy(voice),
    ]
    title = say("关于转送一件收集个人信息事项的函", "Passing on a matter about personal data")
    return voice.letter(
        title, parts, (REGISTER, COUNT, DECIDE, *SECRECY), notes=(platform_note(voice),)
    )


def _asked(voice: Voice) -> list[Part]:
    """By when to say whether the matter is taken on, or that it belongs elsewhere.

    A letter by post names no day: its time begins when it arrives.
    """
    case = voice.facts.case
    if not voice.facts.fields.get("by_post"):
        notice, objection = case.date_of(ClockKey.NOTICE), case.date_of(ClockKey.OBJECTION)
        return [*_notice(voice, notice), *_objection(voice, objection)]
    return [
        Part(
            voice.say(
                "请登记，并自收到本函之日起15日内决定是否受理；不属于你单位职权范围的，请自收到之日起"
                "5个工作日内提出，详细说明理由，并写明应当由谁办理。答复请用公文，写明文号和日期。",
                "Please register it and decide within 15 days of receiving this letter whether to"
                " take it on; if it is not within your powers, please say so within 5 working days"
                " of receipt with your reasons, and name the body that is competent. Please reply"
                " with an official document that has a number and a date.",
            )
        )
    ]


def _notice(voice: Voice, due: DueDate | None) -> list[Part]:
    """K1: by when to say whether the matter is taken on."""
    if due is None:
        return []
    day = voice.until(due)
    ask = voice.say(
        f"请登记，并在{day}前决定是否受理。",
        f"Please register it and decide by {day} whether to take it on. ",
    )
    return [Part(ask + voice.computed(due))]


def _objection(voice: Voice, due: DueDate | None) -> list[Part]:
    """K1b: by when to say that it belongs elsewhere."""
    if due is None:
        return []
    day = voice.until(due)
    ask = voice.say(
        f"不属于你单位职权范围的，请在{day}前提出，详细说明理由，并写明应当由谁办理。",
        f"If it is not within your powers, please say so by {day} with your reasons, and name the"
        " body that is competent. ",
    )
    return [Part(ask + voice.computed(due))]


def secrecy(voice: Voice) -> Part:
    """Never forward anything to the school."""
    return Part(
        voice.say(
            "请不要把本函或者有关情况透露、转给该校和有关人员，也不要查找是谁反映的。"
            f"依据：{voice.cite(SECRECY)}。",
            "Please let neither this letter nor anything about the matter reach the school or the"
            " people concerned, and do not look for whoever brought it up. Grounds:"
            f" {voice.cite(SECRECY)}.",
        )
    )


def platform_note(voice: Voice) -> str:
    """That a platform's letter is no order."""
    if voice.facts.fields.get("by") != "platform":
        return ""
    return voice.say(
        "说明：发函的是公开反映渠道的值守平台，不是党政机关，本函不是行政命令。",
        "Note: this letter comes from the desk of a public reporting platform, which is no organ of"
        " the state; it is no administrative order.",
    )
