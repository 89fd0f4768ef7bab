"""What the demonstration's invented students and staff write; every school here is fictitious."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypedDict

from reportdesk.domain.answer import AnswerDraft, Answered, Promised
from reportdesk.domain.filing import Filing
from reportdesk.domain.filing_parts import (
    Involved,
    Reply,
    Running,
    Sheet,
    Story,
    What,
    Where,
    Who,
)
from reportdesk.domain.taxonomy import (
    Answer,
    Asked,
    Filer,
    Finding,
    Lever,
    Measure,
    Ownership,
    Practice,
    Question,
    RunBy,
    SchoolKind,
    Scope,
)


class SchoolFacts(TypedDict):
    """A fictitious school in a real division."""

    name: str
    division_code: str
    kind: SchoolKind
    ownership: Ownership
    run_by: RunBy


def _school(name: str, place: str, kind: SchoolKind, run_by: RunBy) -> SchoolFacts:
    """A public school marked as demonstration in its very name."""
    return SchoolFacts(
        name=f"{name}（演示）",
        division_code=place,
        kind=kind,
        ownership=Ownership.PUBLIC,
        run_by=run_by,
    )


COLLEGE, UNIVERSITY = SchoolKind.HIGHER_VOCATIONAL, SchoolKind.UNDERGRADUATE
SCHOOLS = (
    _school("示范职业技术学院", "420100", COLLEGE, RunBy.PROVINCE),
    _school("示范工程职业学院", "420500", COLLEGE, RunBy.PROVINCE),
    _school("示范商贸职业学院", "420600", COLLEGE, RunBy.PROVINCE),
    _school("示范医药高等专科学校", "421000", COLLEGE, RunBy.PROVINCE),
    _school("示范交通职业学院", "420100", COLLEGE, RunBy.PROVINCE),
    _school("示范师范高等专科学校", "421100", COLLEGE, RunBy.PROVINCE),
    _school("示范理工大学", "420100", UNIVERSITY, RunBy.PROVINCE),
    _school("示范艺术学院", "420100", UNIVERSITY, RunBy.PROVINCE),
    _school("示范中等专业学校", "420600", SchoolKind.SECONDARY_VOCATIONAL, RunBy.CITY),
    _school("示范技工学校", "420100", SchoolKind.TECHNICIAN_SCHOOL, RunBy.CITY),
)


@dataclass(frozen=True, slots=True)
class Tale:
    """One invented report."""

    practice: Practice
    levers: tuple[Lever, ...]
    scope: Scope
    product: str
    asked: tuple[Asked, ...]
    sheet: dict[Question, Reply]
    text: str


Q, YES, PARTLY, NO = Question, Answer.YES, Answer.PARTLY, Answer.NO
GRADES = (Lever.COURSE_GRADE, Lever.RETAKE_THREAT)
STORIES = (
    Tale(
        Practice.VOICE_RECORDING,
        GRADES,
        Scope.GRADE,
        "示例声库",
        (Asked.STOP, Asked.DELETE_DATA, Asked.RESTORE_GRADE, Asked.EXPLANATION),
        {
            Q.COMPULSORY: Reply(YES, "群里点名催交"),
            Q.TIED_TO_GRADES: Reply(YES, "通知写明不做要重修"),
            Q.PURPOSE_TOLD: Reply(PARTLY, "只说训练模型"),
            Q.HANDLING_AND_RISKS_TOLD: Reply(NO),
            Q.SEPARATE_CONSENT: Reply(NO),
            Q.COULD_REFUSE: Reply(NO, "问过，说按不合格算"),
            Q.RESPONSIBLE_NAMED: Reply(NO),
        },
        "开学第一周，群里发通知，要求我们每天录 30 分钟和同学、家人的对话，上传到一个小程序，"
        "说是校企融合实训的语音标注。录满给满分平时成绩，不录平时成绩不合格，期末不能及格，"
        "必须重修。问能不能不录，说不录就按不合格算。没有人说录音拿去做什么、谁拿钱。",
    ),
    Tale(
        Practice.TEXT_OR_ANNOTATION,
        (Lever.CREDIT,),
        Scope.CLASS,
        "示例标注平台",
        (Asked.STOP, Asked.PAY),
        {
            Q.COMPULSORY: Reply(YES),
            Q.TIED_TO_GRADES: Reply(YES, "两个实践学分"),
            Q.PAID_BY_COMPANY: Reply(Answer.UNKNOWN),
            Q.COULD_REFUSE: Reply(NO),
        },
        "实践课改成在网上给对话打标签，每天三百条，不够数学分就没有。平台是一家公司的。",
    ),
    Tale(
        Practice.FACE_OR_VIDEO,
        (Lever.AWARD_OR_AID,),
        Scope.SCHOOL,
        "",
        (Asked.EXPLANATION, Asked.DELETE_DATA),
        {
            Q.COMPULSORY: Reply(PARTLY, "说自愿，但评奖要看"),
            Q.PURPOSE_TOLD: Reply(NO),
            Q.SEPARATE_CONSENT: Reply(NO),
        },
        "要求每个人按脚本拍不同表情的视频，说自愿，可是没有拍的人评奖评优时被扣分。",
    ),
    Tale(
        Practice.FINGERPRINT_OR_VOICEPRINT,
        (Lever.INTERNSHIP_OR_GRADUATION,),
        Scope.GRADE,
        "",
        (Asked.STOP, Asked.DELETE_DATA),
        {
            Q.COMPULSORY: Reply(YES),
            Q.HANDLING_AND_RISKS_TOLD: Reply(NO),
            Q.DATA_DELETED: Reply(Answer.UNKNOWN),
        },
        "实习前要录声纹，说不录不给安排实习。问录了放在哪里、放多久，没有人回答。",
    ),
    Tale(
        Practice.HEALTH_OR_PSYCHOLOGY,
        (Lever.PUBLIC_NAMING_IN_GROUP,),
        Scope.SCHOOL,
        "示例测评",
        (Asked.EXPLANATION,),
        {Q.COMPULSORY: Reply(YES), Q.PURPOSE_TOLD: Reply(PARTLY), Q.COULD_REFUSE: Reply(NO)},
        "心理测评要实名填，没填的名字发在群里。测评是外面公司的系统，结果谁能看不清楚。",
    ),
    Tale(
        Practice.PHONE_CONTACTS_LOCATION,
        (Lever.COURSE_GRADE,),
        Scope.GRADE,
        "示例打卡",
        (Asked.STOP, Asked.DELETE_DATA),
        {Q.COMPULSORY: Reply(YES), Q.TIED_TO_GRADES: Reply(YES), Q.SEPARATE_CONSENT: Reply(NO)},
        "打卡软件要一直开定位和通讯录，不开就算旷课，平时成绩扣光。",
    ),
    Tale(
        Practice.ACCOUNT_CREDENTIALS,
        (Lever.VERBAL_THREAT,),
        Scope.CLASS,
        "",
        (Asked.STOP, Asked.ACCOUNTABILITY),
        {Q.COMPULSORY: Reply(YES), Q.COULD_REFUSE: Reply(NO, "说不交就找家长")},
        "要求交社交账号和密码，说统一做推广任务，不交就找家长谈话。",
    ),
)


def filing(story: Tale, school_id: str, today: date) -> Filing:
    """The invented report as a student would have filled the forms today."""
    since = (today.replace(day=1) - timedelta(days=20)).strftime("%Y-%m")
    return Filing(
        who=Who(filer=Filer.STUDENT, involved=Involved.NO),
        where=Where(school_id=school_id, run_by=None),
        what=What(
            practice=story.practice,
            levers=story.levers,
            lever=story.levers[0],
            scope=story.scope,
            since=since,
            running=Running.YES,
            product=story.product,
        ),
        sheet=Sheet(story.sheet),
        story=Story(asked=story.asked, text=f"（演示）{story.text}"),
        lang="zh",
    )


QUESTION = "通知是发在班级群里，还是学校的办公系统里？如果方便，请传一张截图，遮住头像和名字。"
REPLY = {
    "demand": "请说明为什么没有作出受理决定，由谁负责，哪天能答复。",
    "progress": "已向学校调取通知、合作协议和成绩评定办法。",
    "student": "发在年级群里，后来撤回了。截图里名字已经遮住。",
    "decline": "同一事项已在办理中，答复会一并送达。",
    "return": "技工教育由人力资源社会保障部门管理，建议改派。",
    "extend": "涉及学生较多，需要逐一核对成绩。",
    "evidence": "学校停用通知和核查记录（演示）",
    "dispute": "答复说公司没有付钱，可是通知里写了按条计酬。录音删没删也没有说。",
    "review": "重新答复还是没有说钱付给了谁。",
    "opinion": "复查认为：原答复认定的事实清楚，予以维持。",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One invented answer; measures with days are promised so many days ahead."""

    finding: Finding
    title: str
    summary: str
    sheet: dict[Question, Answered]
    measures: tuple[tuple[Measure, int | None], ...]


def _sheet(**answers: tuple[Answer, str]) -> dict[Question, Answered]:
    """The whole question sheet; what is not named is not known."""
    return {
        question: Answered(*answers.get(question.value, (Answer.UNKNOWN, "核查中未能确定")))
        for question in Question
    }


FOUND = _sheet(
    compulsory=(YES, "通知确有要求"),
    tied_to_grades=(YES, "计入平时成绩，已纠正"),
    purpose_told=(NO, ""),
    handling_and_risks_told=(NO, ""),
    separate_consent=(NO, ""),
    could_refuse=(PARTLY, "学校称可以申请，没有公布办法"),
    under_14=(NO, ""),
    data_deleted=(YES, "公司已出具确认"),
    responsible_named=(PARTLY, "课程负责人已约谈"),
)
PUBLIC = {
    "confirmed": Verdict(
        Finding.CONFIRMED,
        "要求学生录制日常对话并计入平时成绩",
        "经查，学校要求某年级学生每天录制日常对话，用于第三方语音模型训练，并将完成情况计入"
        "平时成绩。学校事先没有说明用途和保存期限，没有单独征得同意。\n\n"
        "已责令停止采集，与成绩脱钩，删除已收集的录音，并对相关课程成绩重新评定。",
        FOUND,
        ((Measure.STOP_COLLECTION, 6), (Measure.DELETE_DATA, 20), (Measure.RESTORE_GRADES, 40)),
    ),
    "promised": Verdict(
        Finding.CONFIRMED,
        "录音任务与课程成绩挂钩",
        "经查属实。学校已承诺停止采集，并在期限内删除录音、恢复成绩。",
        FOUND,
        ((Measure.STOP_COLLECTION, 10), (Measure.DELETE_DATA, 30), (Measure.RESTORE_GRADES, 45)),
    ),
    "explained": Verdict(
        Finding.MISUNDERSTANDING_EXPLAINED,
        "声纹采集用于实验室门禁的说明",
        "经查，学校采集声纹用于实验室门禁，可以改用校园卡。通知没有写清，容易误解，"
        "已要求重新发布说明并提供其他方式。",
        _sheet(
            compulsory=(NO, "可以用校园卡"),
            tied_to_grades=(NO, ""),
            purpose_told=(PARTLY, "通知写得不清楚"),
            could_refuse=(YES, ""),
            under_14=(NO, ""),
            data_deleted=(YES, "可以申请删除"),
            responsible_named=(YES, ""),
        ),
        ((Measure.RENEW_CONSENT, None),),
    ),
}


def answer(verdict: Verdict, today: date) -> AnswerDraft:
    """The invented answer as an officer would have drafted it today."""
    promised: dict[str, Any] = {
        "measures": tuple(
            Promised(code, today + timedelta(days=ahead) if ahead else None)
            for code, ahead in verdict.measures
        )
    }
    return AnswerDraft(
        finding=verdict.finding,
        sheet=verdict.sheet,
        reply=f"（演示）您反映的情况已经核查。\n\n{verdict.summary}",
        legal_basis="《个人信息保护法》第十三条、第二十九条；《信访工作条例》第三十四条",
        public_title=verdict.title,
        public_summary=f"（演示）{verdict.summary}",
        **promised,
    )
