"""调查核实函: a routine check of a school, which tells of no case, no complaint, no student.

No number of a case, no month of a report, no article on petitions, no name of this site.
"""

from reportdesk.domain.inquiry import Inquiry, Paper
from reportdesk.domain.taxonomy import Practice, Question
from reportdesk.letters.basis import HANDLING, SENSITIVE
from reportdesk.letters.letter import Letter, Part
from reportdesk.letters.voice import Both, Voice, head

SUBJECTS: dict[Practice, Both] = {
    Practice.VOICE_RECORDING: ("录音、语音采集", "recordings of voices"),
    Practice.FACE_OR_VIDEO: ("人脸图像、视频采集", "pictures of faces, or videos"),
    Practice.FINGERPRINT_OR_VOICEPRINT: (
        "指纹、声纹等生物识别信息",
        "fingerprints, voiceprints and the like",
    ),
    Practice.TEXT_OR_ANNOTATION: ("文本撰写、数据标注", "writing texts, or labelling data"),
    Practice.PHONE_CONTACTS_LOCATION: ("手机、通讯录、位置信息", "telephones, contacts, locations"),
    Practice.HEALTH_OR_PSYCHOLOGY: ("健康、心理信息", "health or psychological data"),
    Practice.ACCOUNT_CREDENTIALS: ("账号、密码", "accounts and passwords"),
    Practice.OTHER: ("其他个人信息", "other personal data"),
}
ASKS: dict[Question, Both] = {
    Question.COMPULSORY: (
        "参加是否自愿；通知怎样下发，有没有规定必须参加。",
        "Whether taking part is voluntary; how it is announced, and whether anybody has to.",
    ),
    Question.TIED_TO_GRADES: (
        "是否计入课程成绩、学分、实习、毕业或者评优，怎样计算。",
        "Whether it counts towards grades, credits, internships, graduation or awards, and how.",
    ),
    Question.PURPOSE_TOLD: (
        "收集前怎样告知使用目的，用什么文字告知。",
        "How the purpose is told before collecting, and in which words.",
    ),
    Question.HANDLING_AND_RISKS_TOLD: (
        "怎样告知处理方式、保存期限、接收方和可能的影响。",
        "How the handling, the time of keeping, the recipients and possible effects are told.",
    ),
    Question.SEPARATE_CONSENT: (
        "是否取得单独同意，怎样取得、怎样撤回。",
        "Whether a separate consent is obtained, how, and how it can be withdrawn.",
    ),
    Question.COULD_REFUSE: (
        "不参加怎样处理，有没有替代安排。",
        "What happens to those who do not take part, and what they may do instead.",
    ),
    Question.PAID_BY_COMPANY: (
        "有没有企业或者其他单位付费，付给谁，数额和用途。",
        "Whether a company or anybody else pays, whom, how much and for what.",
    ),
    Question.UNDER_14: (
        "是否涉及不满十四周岁的学生，怎样取得监护人同意。",
        "Whether pupils under 14 are concerned, and how their guardians' consent is obtained.",
    ),
    Question.DATA_DELETED: (
        "已经收集的信息存放在哪里，交给了谁，是否删除、怎样证明。",
        "Where the collected data are, who received them, and whether and how provably they are deleted.",
    ),
    Question.RESPONSIBLE_NAMED: (
        "由学校哪个部门、什么职务负责。",
        "Which office of the school, and which post, is responsible.",
    ),
}
"""The question sheet as it is put to a school: how things are done, never what somebody said."""
PAPERS: dict[Paper, Both] = {
    Paper.NOTICES: ("下发给学生、家长的通知文本", "notices given to students and parents"),
    Paper.PRIVACY_RULES: (
        "个人信息处理规则和告知文本",
        "rules on personal data, and what is told about it",
    ),
    Paper.CONSENT_FORMS: ("同意书样式（空白）", "the form of consent (blank)"),
    Paper.CONTRACTS: ("与企业签订的合同、协议", "contracts with companies"),
    Paper.GRADING_RULES: ("课程考核和实习管理办法", "rules on grading and internships"),
    Paper.IMPACT_ASSESSMENT: ("个人信息保护影响评估报告", "the impact assessment on personal data"),
    Paper.PAYMENTS: ("有关收入、支出的凭证", "records of payments received and made"),
    Paper.DELETION_PROOF: ("删除信息的证明", "proof that data were deleted"),
}


def inquiry(voice: Voice) -> Letter:
    """What is asked, which papers, by when; no student is to be drawn into it."""
    say, facts = voice.say, voice.facts
    wish = Inquiry.of(facts.fields)
    grounds = (*HANDLING, *SENSITIVE)
    parts = [
        Part(_opening(voice, wish)),
        *_questions(voice, wish),
        *_papers(voice, wish),
        *voice.added(),
        head("三" if wish.questions and wish.papers else "二", voice, "要求", "How"),
        Part(
            say(
                "核查只看学校的制度和材料。请不要向学生收集材料、组织学生填表或者写说明，"
                "也不要提供学生名单。",
                "The check looks at the school's rules and papers alone. Please collect nothing from"
                " students, let them fill in or write nothing, and give no lists of students.",
            )
        ),
        *_by(voice),
        Part(say(f"依据：{voice.cite(grounds)}。", f"Grounds: {voice.cite(grounds)}.")),
    ]
    title = say(
        "关于核查学生个人信息处理情况的函", "Check of how students' personal data are handled"
    )
    return voice.letter(title, parts, grounds, names_case=False)


def _opening(voice: Voice, wish: Inquiry) -> str:
    """A routine check of several kinds of data over whole school years."""
    since = voice.month(str(voice.facts.fields["since"]))
    what = voice.say("；", "; ").join(voice.say(*SUBJECTS[one]) for one in wish.practices)
    return voice.say(
        f"为了解学校处理学生个人信息的情况，现对你校{since}以来的下列活动进行核查：{what}。请如实答复。",
        f"To learn how schools handle the personal data of students, we check the following at your"
        f" school since {since}: {what}. Please answer truthfully.",
    )


def _questions(voice: Voice, wish: Inquiry) -> list[Part]:
    """What is to be explained in writing."""
    if not wish.questions:
        return []
    items = [
        Part(f"{number}. {voice.say(*ASKS[one])}", "item")
        for number, one in enumerate(wish.questions, 1)
    ]
    return [head("一", voice, "请书面说明", "Please explain in writing"), *items]


def _papers(voice: Voice, wish: Inquiry) -> list[Part]:
    """Which papers are to be sent."""
    if not wish.papers:
        return []
    number = "二" if wish.questions else "一"
    stop = voice.say("。", ".")
    items = [
        Part(f"{at}. {voice.say(*PAPERS[one])}{stop}", "item")
        for at, one in enumerate(wish.papers, 1)
    ]
    return [head(number, voice, "请提供材料（复印件）", "Please send copies of"), *items]


def _by(voice: Voice) -> list[Part]:
    """By when the school answers."""
    due = voice.facts.due
    if due is None:
        return []
    by = voice.due(due)
    return [
        Part(
            voice.say(
                f"请于{by}前书面答复，由学校负责人签字并加盖公章。",
                f"Please answer in writing by {by}, signed by the head of the school and sealed.",
            )
        )
    ]
