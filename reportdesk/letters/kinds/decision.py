"""处理意见书, 复查意见书 and 复核意见书: an approved answer on paper.

Art. 32 asks for the request, facts and reasons, the decision and its legal basis. The request is
put as what everybody knows of the matter; what each student asked for stays on their own page.
"""

from reportdesk.domain.letter import AnswerInLetter, LetterKind
from reportdesk.domain.taxonomy import ClockKey, Measure
from reportdesk.letters.basis import CONTENT, FINAL_END, FINAL_RIGHT, REVIEW_RIGHT, Ground
from reportdesk.letters.kinds.reporter import addressee
from reportdesk.letters.letter import Letter, Part
from reportdesk.letters.plain import plain_lines
from reportdesk.letters.voice import Both, Voice, head

TITLES: dict[LetterKind, Both] = {
    LetterKind.DECISION: ("处理意见书", "Decision"),
    LetterKind.REVIEW: ("复查意见书", "Opinion of review"),
    LetterKind.FINAL_REVIEW: ("复核意见书", "Opinion of second review"),
}
RIGHTS: dict[LetterKind, Ground] = {
    LetterKind.DECISION: REVIEW_RIGHT,
    LetterKind.REVIEW: FINAL_RIGHT,
    LetterKind.FINAL_REVIEW: FINAL_END,
}
NEXT: dict[LetterKind, Both] = {
    LetterKind.DECISION: ("复查", "review"),
    LetterKind.REVIEW: ("复核", "second review"),
}
OPINIONS: dict[str, Both] = {
    "uphold": ("维持原处理意见", "The decision before is upheld"),
    "correct": ("改变原处理意见", "The decision before is corrected"),
}


def decision(voice: Voice) -> Letter:
    """Request, facts and reasons, answers, measures, legal basis, and what may be done next."""
    say, facts = voice.say, voice.facts
    answer = facts.answer
    if answer is None:
        raise ValueError("a decision on paper needs an approved answer")
    parts = [
        Part(_request(voice)),
        *voice.matter(),
        *_before(voice),
        head("一", voice, "事实和理由", "Facts and reasons"),
        *(Part(line) for line in plain_lines(answer.summary)),
        head("二", voice, "逐项回答", "Answers to each question"),
        *_sheet(voice, answer),
        head("三", voice, "处理意见", "Decision"),
        *_finding(voice, answer),
        *_measures(voice, answer),
        head("四", voice, "依据", "Legal basis"),
        *(Part(line) for line in plain_lines(answer.legal_basis)),
        head("五", voice, "救济途径", "What you can do"),
        Part(_next(voice)),
        *voice.added(),
    ]
    grounds = (CONTENT, RIGHTS[facts.kind])
    return voice.letter(say(*TITLES[facts.kind]), parts, grounds, addressee=addressee(voice))


def _request(voice: Voice) -> str:
    """What was asked for, as far as everybody may know it."""
    return voice.say(
        "你反映的事项，本机关已经办理。你的请求是查清下列做法并依法处理；各项具体请求的答复，"
        "见你自己的查询页面。",
        "We have dealt with the matter you brought up. You asked that the practice below be looked"
        " into and dealt with under the law; answers to each of your requests stand on your own page.",
    )


def _before(voice: Voice) -> list[Part]:
    """Of a review: the decision it is about."""
    before = voice.facts.before
    if before is None or voice.facts.kind is LetterKind.DECISION:
        return []
    who, on, found = voice.name(before.authority), voice.day(before.on), _found(voice, before)
    return [
        Part(
            voice.say(
                f"原处理意见：{who}，{on}，{found}。", f"Decision before: {who}, {on}, {found}."
            )
        )
    ]


def _found(voice: Voice, answer: AnswerInLetter) -> str:
    """A finding in words."""
    return voice.label("finding", answer.finding)


def _sheet(voice: Voice, answer: AnswerInLetter) -> list[Part]:
    """The question sheet as the authority answered it."""
    parts = []
    for number, (question, code, words) in enumerate(answer.sheet, 1):
        asked, said = voice.label("question", question), voice.label("answer", code)
        more = voice.say(f"。{words}", f". {words}") if words else voice.say("。", ".")
        if more and more[-1] not in "。.！？!?":
            more += voice.say("。", ".")
        colon = voice.say("：", ": ")
        parts.append(Part(f"{number}. {asked}{colon}{said}{more}", "item"))
    return parts


def _finding(voice: Voice, answer: AnswerInLetter) -> list[Part]:
    """The finding; of a review, whether the decision before stands."""
    found = _found(voice, answer)
    parts = [Part(voice.say(f"结论：{found}。", f"Finding: {found}."))]
    if answer.opinion in OPINIONS:
        stands = voice.say(*OPINIONS[answer.opinion])
        parts.insert(0, Part(voice.say(f"{stands}。", f"{stands}.")))
    return parts


def _measures(voice: Voice, answer: AnswerInLetter) -> list[Part]:
    """What is done, by when."""
    parts = []
    for code, promised, proved in answer.measures:
        what = voice.label("measure", code)
        if proved is not None:
            on = voice.day(proved)
            what += voice.say(f"，{on}已落实", f", done on {on}")
        elif promised is not None:
            by = voice.day(promised)
            what += voice.say(f"，{by}前完成", f", by {by}")
        parts.append(Part(f"{what}{voice.say('。', '.')}", "item"))
    none = voice.label("measure", Measure.NONE)
    return parts or [Part(f"{none}{voice.say('。', '.')}", "item")]


def _next(voice: Voice) -> str:
    """The right to a review at the superior, or that the procedure is at its end."""
    facts, say = voice.facts, voice.say
    ground = voice.cite((RIGHTS[facts.kind],))
    if facts.kind is LetterKind.FINAL_REVIEW:
        return say(
            f"本意见作出后，信访程序终结。仍以同一事实和理由提出的，不再受理（{ground}）；"
            "有新的事实，可以另行反映。程序终结不等于问题已经解决，也不影响依法申请行政复议或者提起诉讼。",
            f"With this opinion the petition procedure is at its end. The same facts and reasons are"
            f" not taken on again ({ground}); new facts can be brought up. That the procedure ended"
            " does not mean that the matter is solved, and other remedies under the law stay open.",
        )
    what = say(*NEXT[facts.kind])
    who = voice.name(facts.appeal) if facts.appeal else say("上一级机关", "the authority above")
    window = ClockKey.REVIEW_WINDOW
    if facts.kind is LetterKind.REVIEW:
        window = ClockKey.SECOND_REVIEW_WINDOW
    due = facts.case.date_of(window)
    until_zh = f"，即{voice.until(due)}以前" if due else ""
    until_en = f", that is until {voice.until(due)}" if due else ""
    return say(
        f"对本意见不服的，可以自收到之日起30日内{until_zh}向{who}请求{what}（{ground}），"
        "在你自己的查询页面提出即可，不需要留姓名。",
        f"If you do not agree you may ask {who} for a {what} within 30 days from receiving this"
        f"{until_en} ({ground}). Ask on your own page; no name is needed.",
    )
