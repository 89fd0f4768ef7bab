"""线索告知函: a body beside the case learns of the matter; the case goes on as it was."""

from reportdesk.domain.letter import LetterKind
from reportdesk.letters.basis import INTERMEDIARIES, REGULATOR, SECRECY
from reportdesk.letters.kinds.transfer import platform_note, secrecy
from reportdesk.letters.letter import Letter, Part
from reportdesk.letters.voice import Voice, head


def parallel(voice: Voice) -> Letter:
    """The matter as far as it is safe to tell, why it is theirs, and what may be asked of us."""
    say, facts = voice.say, voice.facts
    labour = facts.kind is LetterKind.LABOUR
    grounds = INTERMEDIARIES if labour else REGULATOR
    title = (
        say("关于告知一件学生实习实训线索的函", "Information on arranged student training")
        if labour
        else say("关于告知一件个人信息处理活动线索的函", "Information on handling of personal data")
    )
    parts = [
        Part(_opening(voice, labour)),
        head("一", voice, "线索", "The matter"),
        *voice.matter(),
        Part(_standing(voice)),
        head("二", voice, "请你单位", "What we ask of you"),
        Part(_request(voice, labour)),
        *_reply(voice),
        *voice.added(),
        Part(say(f"依据：{voice.cite(grounds)}。", f"Grounds: {voice.cite(grounds)}.")),
        head("三", voice, "保密", "Confidentiality"),
        secrecy(voice),
        Part(
            say(
                "本函不含反映人的姓名、联系方式、原话和材料。确需进一步了解的，请与发函单位联系。",
                "This letter holds no name, contact, words or papers of whoever brought it up. For"
                " anything further please turn to the sender.",
            )
        ),
    ]
    return voice.letter(title, parts, (*grounds, *SECRECY), notes=(platform_note(voice),))


def _opening(voice: Voice, labour: bool) -> str:
    """Why this body is told."""
    if labour:
        return voice.say(
            "现将一件涉及学校组织学生参加校企合作项目的线索告知你单位。其中是否有人力资源服务机构、"
            "劳务派遣单位或者非法中介参与，请你单位依法核实。",
            "We inform you of a matter about students taking part in a project of a school with a"
            " company. Whether an employment agency, a labour dispatch company or an illegal"
            " intermediary takes part is for you to establish under the law.",
        )
    return voice.say(
        "现将一件涉及学校处理学生个人信息的线索告知你单位，供你单位依法处理。",
        "We inform you of a matter about a school handling the personal data of students, for you to"
        " deal with under the law.",
    )


def _standing(voice: Voice) -> str:
    """Who works on it and how far it is."""
    case = voice.facts.case
    stage = voice.label("stage", case.stage)
    return voice.say(
        f"该事项由{case.holder[0]}办理，现为“{stage}”。本函不影响该单位继续办理。",
        f'The matter is with {case.holder[1]} and stands at "{stage}". This letter does not affect'
        " their work on it.",
    )


def _request(voice: Voice, labour: bool) -> str:
    """What the body may do within its powers."""
    if labour:
        return voice.say(
            "属于你单位职责范围的，请依法查处有关单位和个人，不要要求学生作证。",
            "Where it is within your powers, please deal with the businesses and persons concerned;"
            " do not ask students to testify.",
        )
    return voice.say(
        "属于你单位职责范围的，请依法核查个人信息的收集、提供、使用和删除情况，包括接收数据的企业。",
        "Where it is within your powers, please look into how the data were collected, passed on,"
        " used and deleted, also at the companies that received them.",
    )


def _reply(voice: Voice) -> list[Part]:
    """By when an answer is hoped for; a body beside the case owes none."""
    due = voice.facts.due
    if due is None:
        text = voice.say("处理情况请函告发函单位。", "Please let the sender know what you did.")
    else:
        by = voice.due(due)
        text = voice.say(
            f"处理情况请于{by}前函告发函单位。", f"Please let the sender know by {by} what you did."
        )
    return [Part(text)]
