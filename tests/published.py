"""Cases as publication meets them: rows written with the storage layer's own functions.

No use case of filing or of the desk is needed; every value is given, and every date is the test's.
"""

from datetime import date, datetime, time

from reportdesk.domain.case import Action, Stage, transition
from reportdesk.packs.loader import Pack
from reportdesk.storage.answer import CaseAnswer, CaseMeasure
from reportdesk.storage.case import Case
from reportdesk.storage.clock import hear, promise, running, stop
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.history import move, record
from reportdesk.storage.register import Authority, Division, School
from tests.fakes import SHANGHAI

HUBEI, WUHAN, SMALL, MOE = "edu-420000", "edu-420100", "edu-420102", "edu-100000"
COLLEGE, PRIMARY = "s" * 25 + "1", "s" * 25 + "2"
PLACES = (
    ("420000", "湖北省", "Hubei", "province", None),
    ("420100", "武汉市", "Wuhan", "city", "420000"),
    ("420102", "江岸区", "Jiang'an District", "county", "420100"),
    ("430000", "湖南省", "Hunan", "province", None),
)
BODIES = (
    (MOE, "中华人民共和国教育部", "Ministry of Education", None, "national", None, False),
    (HUBEI, "湖北省教育厅", "Hubei Department of Education", "420000", "province", MOE, False),
    (WUHAN, "武汉市教育局", "Wuhan Education Bureau", "420100", "city", HUBEI, False),
    (SMALL, "江岸区教育局", "Jiang'an Education Bureau", "420102", "county", WUHAN, True),
    ("edu-430000", "湖南省教育厅", "Hunan Education Department", "430000", "province", MOE, False),
    ("platform", "平台", "Platform desk", None, "platform", None, False),
)
CLOCKED = time(10)


def moment(day: str | date) -> datetime:
    """Ten in the morning, Shanghai, of a day."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, CLOCKED, tzinfo=SHANGHAI)


def register(tx: Tx) -> None:
    """A corner of the register: two provinces, a city, a small county, two schools."""
    for code, name, english, level, parent in PLACES:
        tx.session.add(
            Division(
                code=code, name=name, name_en=english, level=level, parent_code=parent, covered=True
            )
        )
        tx.session.flush()
    for name, zh, en, division, level, parent, small in BODIES:
        tx.session.add(
            Authority(
                id=name,
                kind="platform" if name == "platform" else "education",
                name=zh,
                name_en=en,
                division_code=division,
                level=level,
                parent_id=parent,
                small=small,
            )
        )
        tx.session.flush()
    school(tx, COLLEGE, "示范职业技术学院", "higher_vocational", "420100")
    school(tx, PRIMARY, "示范路小学", "primary", "420102")


def school(tx: Tx, identity: str, name: str, kind: str, division: str, **facts: object) -> None:
    """One fictitious school."""
    tx.session.add(
        School(
            id=identity,
            name=name,
            name_normal=name,
            initials="sf",
            sort_key="shi fan",
            kind=kind,
            ownership="public",
            run_by="province",
            division_code=division,
            source="demo",
            demo=True,
            **facts,
        )
    )
    tx.session.flush()


class Book:
    """Writes cases and what happens to them, each act on a day of its own."""

    def __init__(self, tx: Tx, pack: Pack) -> None:
        self.tx, self.pack = tx, pack

    def on(self, day: str | date) -> Tx:
        """The same transaction on another day."""
        return Tx(self.tx.session, moment(day))

    def file(self, ref: str, day: str | date, **facts: object) -> Case:
        """A case as filing leaves it, delivered at once to a keyed authority."""
        tx = self.on(day)
        given: dict[str, object] = {
            "case_id": new_id(),
            "authority_id": HUBEI,
            "target_id": HUBEI,
            "ladder": [MOE],
            "copied": [],
            "reason": "higher_vocational_province",
            "reason_params": {},
            "school_id": COLLEGE,
            "division_code": "420100",
            "school_kind": "higher_vocational",
            "ownership": "public",
            "run_by": "province",
            "practice": "voice_recording",
            "lever": "course_grade",
            "scope": "grade",
            "period_from": "2025-11",
            "pack": self.pack.stamp,
        }
        case = Case(
            **(given | facts), ref=ref, filed_on=tx.today, delivered_on=tx.today, stage="routed"
        )
        tx.session.add(case)
        tx.session.flush()
        record(tx, case, "filed", party="reporter", on=tx.today)
        record(tx, case, "delivered", party="system", on=tx.today)
        hear(tx, case, self.pack, ("delivered",), tx.today)
        return case

    def act(self, case: Case, action: Action, day: str | date, **fields: object) -> Case:
        """One row of the lifecycle, with its clocks; staff act for the holder."""
        tx = self.on(day)
        row = transition(action, Stage(case.stage))
        assert row is not None, (action, case.stage)
        move(tx, case, action, row.to or Stage(case.stage), party=row.party, on=tx.today, **fields)
        hear(tx, case, self.pack, row.events, tx.today)
        if action is Action.ACCEPT:
            case.accepted_on = tx.today
        if action is Action.DECLINE:
            case.decline_reason = "not_this_authority"
        return case

    def accept_as_of(self, case: Case, on: str | date, entered: str | date) -> Case:
        """An acceptance with an earlier date than the day it is entered."""
        tx, day = self.on(entered), self.on(on).today
        move(tx, case, Action.ACCEPT, Stage.ACCEPTED, party="officer", on=day)
        hear(tx, case, self.pack, ("accepted",), day, ended_on=tx.today)
        case.accepted_on = day
        return case

    def lapse(self, case: Case, day: str | date) -> Case:
        """What the daily job does when the notice is overdue."""
        tx = self.on(day)
        notice = next(clock for clock in running(tx, case.case_id) if clock.key == "K1")
        case.presumed_on = notice.due
        record(tx, case, "notice_overdue", party="system", on=notice.due)
        hear(tx, case, self.pack, ("notice_lapsed",), notice.due)
        return case

    def answer(
        self,
        case: Case,
        day: str | date,
        *,
        measures: tuple[tuple[str, str | None], ...] = (("stop_collection", None),),
        **facts: object,
    ) -> CaseAnswer:
        """An answer that a second person approved, with measures (code, promised day)."""
        tx = self.on(day)
        number = 1 + tx.session.query(CaseAnswer).filter_by(case_id=case.case_id).count()
        given: dict[str, object] = {
            "finding": "confirmed",
            "sheet": {
                "compulsory": {"a": "yes", "w": "通知确有要求"},
                "could_refuse": {"a": "partly", "w": "可以申请"},
            },
            "students": {"compulsory": "yes", "could_refuse": "no"},
            "asked": ["stop", "delete_data"],
            "levers": ["course_grade", "retake_threat"],
            "legal_basis": "《个人信息保护法》第二十九条",
            "public_title": "示范职业技术学院要求学生每天录音",
            "public_summary": "经查，学校要求学生每天录音。\n\n已责令停止。",
        }
        row = CaseAnswer(
            case_id=case.case_id,
            number=number,
            authority_id=case.authority_id,
            drafted_by=new_id(),
            drafted_at=tx.now,
            submitted=True,
            sealed=b"sealed",
            approved_by=new_id(),
            approved_at=tx.now,
            approved_on=tx.today,
            **(given | facts),
        )
        tx.session.add(row)
        self.act(case, Action.ANSWER, day)
        if case.accepted_on is None:
            case.accepted_on = tx.today
        for count, (code, promised) in enumerate(measures, 1):
            self._measure(tx, case, number, count, code, promised)
        if any(promised for _, promised in measures):
            self.act(case, Action.CORRECT, day)
        return row

    def _measure(
        self, tx: Tx, case: Case, answer: int, number: int, code: str, promised: str | None
    ) -> None:
        day = date.fromisoformat(promised) if promised else None
        tx.session.add(
            CaseMeasure(
                case_id=case.case_id,
                answer_number=answer,
                number=number,
                code=code,
                promised_on=day,
            )
        )
        if day is not None:
            promise(tx, case, self.pack, tx.today, day, number)

    def prove(self, case: Case, number: int, day: str | date, evidence: str = "停用通知") -> None:
        """Accept the proof of one measure."""
        tx = self.on(day)
        row = tx.session.query(CaseMeasure).filter_by(case_id=case.case_id, number=number).one()
        row.evidence_on, row.evidence = tx.today, evidence
        late = [c for c in running(tx, case.case_id) if c.params.get("measure") == number]
        stop(tx, "evidence_accepted", tx.today, late)
        tx.session.flush()


SECRET = b"p" * 32


def scene(book: Book) -> dict[str, Case]:
    """Cases in many states, all filed by the end of March 2026."""
    made = {
        "full": book.file("A1A1-0001", "2026-01-12"),
        "late": book.file("B2B2-0002", "2026-01-20"),
        "accepted": book.file("C3C3-0003", "2026-02-03", practice="face_or_video"),
        "declined": book.file("D4D4-0004", "2026-02-10"),
        "small": book.file(
            "E5E5-0005",
            "2026-02-11",
            authority_id=SMALL,
            target_id=SMALL,
            ladder=[WUHAN, HUBEI],
            school_id=PRIMARY,
            school_kind="primary",
            division_code="420102",
            practice="fingerprint_or_voiceprint",
        ),
        "hunan": book.file(
            "F6F6-0006",
            "2026-03-09",
            authority_id="edu-430000",
            target_id="edu-430000",
            division_code="430000",
            school_id=None,
        ),
        "withheld": book.file("G7G7-0007", "2026-03-10"),
        "merged": book.file("H8H8-0008", "2026-03-11"),
        "disputed": book.file("J9J9-0009", "2026-03-12"),
    }
    book.lapse(made["late"], "2026-02-10")
    book.act(made["accepted"], Action.ACCEPT, "2026-02-12")
    book.act(made["declined"], Action.DECLINE, "2026-02-20")
    _answered(book, made)
    made["withheld"].visibility, made["withheld"].withheld_reason = "withheld", "danger"
    made["merged"].parent_id = made["full"].case_id
    return made


def _answered(book: Book, made: dict[str, Case]) -> None:
    """The cases of the scene that got an answer, or were merged into one."""
    full = book.act(made["full"], Action.ACCEPT, "2026-01-20")
    promises = (("stop_collection", "2026-03-02"), ("restore_grades", "2026-05-15"))
    book.answer(full, "2026-03-02", measures=promises)
    book.prove(full, 1, "2026-03-02")
    book.act(made["small"], Action.ACCEPT, "2026-02-20")
    book.answer(
        made["small"],
        "2026-04-02",
        public_title="=一所小学要求按指纹",
        public_summary="示范路小学要求按指纹。",
    )
    book.act(made["disputed"], Action.ACCEPT, "2026-03-20")
    book.answer(made["disputed"], "2026-04-20", finding="unsubstantiated", public_title="无此事")
    book.act(made["disputed"], Action.DISPUTE, "2026-05-12")
    book.on("2026-03-20")
    book.act(made["merged"], Action.MERGE, "2026-03-20")
