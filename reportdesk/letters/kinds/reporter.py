"""不予受理告知书 and 延期告知书, and how somebody is addressed who left no name."""

from reportdesk.domain.letter import LetterKind
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.letters.basis import DECIDE, NOT_TAKEN, REVIEW_RIGHT
from reportdesk.letters.letter import Letter, Part
from reportdesk.letters.voice import Both, Voice, head

EXTENSIONS: dict[str, Both] = {
    "complex_facts": ("案情复杂", "the facts are complex"),
    "many_involved": ("涉及的人多", "many are involved"),
    "expert_examination": ("要等鉴定或者检测", "an expert examination is awaited"),
    "other_body": ("要等其他部门的结果", "the result of another body is awaited"),
}


def addressee(voice: Voice) -> str:
    """Whoever brought it up; the number of the case stands for the name that was not left."""
    ref = voice.facts.case.ref
    return voice.say(f"编号{ref}的反映人", f"To whoever brought up {ref}")


def notice(voice: Voice) -> Letter:
    """That the matter is not taken on, or that its decision takes longer."""
    return _declined(voice) if voice.facts.kind is LetterKind.DECLINED else _extended(voice)


def _declined(voice: Voice) -> Letter:
    """The reason, the other lawful path, and the right to a review."""
    say, case = voice.say, voice.facts.case
    reason = case.declined or ""
    why = voice.label("decline_reason", reason)
    path = voice.label("decline_reason_path", reason)
    parts = [
        Part(say("你反映的下列事项，决定不予受理。", "The matter below is not taken on.")),
        *voice.matter(),
        head("一", voice, "理由", "Reason"),
        Part(say(f"{why}。", f"{why}.")),
        head("二", voice, "可以走的其他途径", "The other lawful way"),
        Part(path),
        head("三", voice, "不同意这一决定", "If you do not agree"),
        Part(_review(voice)),
        *voice.added(),
        Part(
            say(
                f"依据：{voice.cite((NOT_TAKEN, REVIEW_RIGHT))}。",
                f"Grounds: {voice.cite((NOT_TAKEN, REVIEW_RIGHT))}.",
            )
        ),
    ]
    title = say("不予受理告知书", "Notice that a matter is not taken on")
    return voice.letter(title, parts, (NOT_TAKEN, REVIEW_RIGHT), addressee=addressee(voice))


def _review(voice: Voice) -> str:
    """At whom and until when a review can be asked for."""
    facts = voice.facts
    who = (
        voice.name(facts.appeal) if facts.appeal else voice.say("上一级机关", "the authority above")
    )
    due = facts.case.date_of(ClockKey.REVIEW_WINDOW)
    until = voice.say("30日内", "within 30 days")
    if due is not None:
        until = voice.say(f"{voice.until(due)}以前", f"until {voice.until(due)}")
    return voice.say(
        f"可以在{until}向{who}请求复查，在你自己的查询页面提出即可，不需要留姓名。",
        f"You may ask {who} for a review {until}. Ask on your own page; no name is needed.",
    )


def _extended(voice: Voice) -> Letter:
    """Why the decision takes longer, until when, and how that day came about."""
    say, case = voice.say, voice.facts.case
    why = say(*EXTENSIONS[case.extension or "complex_facts"])
    parts = [
        Part(
            say(
                "你反映的下列事项，经本机关负责人批准，延长办理期限。",
                "The head of this authority extended the time to decide the matter below.",
            )
        ),
        *voice.matter(),
        head("一", voice, "理由", "Reason"),
        Part(say(f"{why}。", f"{why[0].upper()}{why[1:]}.")),
        head("二", voice, "新的期限", "The new date"),
    ]
    due = case.date_of(ClockKey.EXTENSION)
    if due is not None:
        new = say(f"最迟{voice.until(due)}。", f"{voice.until(due)} at the latest. ")
        parts.append(Part(new + voice.computed(due)))
    parts += [
        *voice.added(),
        Part(say(f"依据：{voice.cite((DECIDE,))}。", f"Grounds: {voice.cite((DECIDE,))}.")),
    ]
    title = say("延期告知书", "Notice of extension")
    return voice.letter(title, parts, (DECIDE,), addressee=addressee(voice))
