"""Letters about a real case to its end: who may send which, what is in them, and what in none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.errors import BadInput, NotAllowed, Stale
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.filing_parts import Reply, Running, Sheet, Story, What
from reportdesk.domain.following import Sent
from reportdesk.domain.inquiry import Inquiry, Paper, Unsaid
from reportdesk.domain.letter import Demand, Due, LetterKind, LetterOrder
from reportdesk.domain.taxonomy import (
    Answer,
    Asked,
    DeclineReason,
    Lever,
    Opinion,
    Practice,
    Question,
    Scope,
)
from reportdesk.letters.docx import docx
from reportdesk.queries import letters as sent
from reportdesk.services import inquiring, lettering, reading, triage
from reportdesk.storage.case import Case
from reportdesk.storage.letter import issue_letter, letter_of, letters_of
from tests import builders
from tests.builders import HUBEI, WUHAN
from tests.county import COUNTY, County, found_county
from tests.filings import a_filing, file_one
from tests.letters.paper import everything, said
from tests.reviews import Contest

FIELDS = ("story", "contact", "note", "company", "product", "project", "sheet", "file", "grounds")
CANARY = {field: f"金丝雀在{field}里藏着羽毛" for field in FIELDS}
REPLY = "只给学生看的金丝雀答复"
SINCE = "2025-11"


def a_planted_filing(runtime):
    """A filing with a canary in every field that a reporter types."""
    kept = runtime.vault.store_file([CANARY["file"].encode()], date(2026, 3, 2))
    name = f"{CANARY['file']}.png"
    file = AttachedFile(kept.blob_name, kept.key.hex(), name, "image/png", 20, ())
    what = What(
        practice=Practice.OTHER,
        practice_note=CANARY["note"],
        levers=(Lever.AWARD_OR_AID,),
        scope=Scope.GRADE,
        since=SINCE,
        running=Running.YES,
        company=CANARY["company"],
        product=CANARY["product"],
        project=CANARY["project"],
    )
    filing = a_filing(
        what=what,
        sheet=Sheet({Question.COMPULSORY: Reply(Answer.PARTLY, CANARY["sheet"])}),
        story=Story((Asked.PAY,), CANARY["story"], CANARY["contact"]),
    )
    return replace(filing, where=replace(filing.where, name="金丝雀小学")), (file,)


@pytest.fixture
def contest(runtime) -> Contest:
    found = Contest(runtime, found_county(runtime))
    filing, files = a_planted_filing(runtime)
    receipt, filed = file_one(runtime, filing, files=files)
    found.receipts, found.ref, found.case_id = [receipt], filed.ref, filed.case_id
    found.slot()
    return found


def send(contest: Contest, at: str, kind: LetterKind, role: Role = Role.OFFICER, **given) -> int:
    kit, actor = contest.runtime, contest.county[at, role].actor
    now = contest.case.version
    sure = given.pop("sure", False)
    order = LetterOrder(kind, **given)
    return kit.write(
        lambda tx: lettering.send_letter(
            tx, kit.pack, actor, contest.ref, order, sure=sure, version=now
        )
    )


def inquire(contest: Contest, at: str = COUNTY, role: Role = Role.OFFICER, **given) -> int:
    kit, holder = contest.runtime, contest.county[at, role]
    words = {"school": "示范第一小学校", **given}
    wish = words.pop("wish", None) or a_wish(kit.clock().date())
    now = contest.case.version
    return kit.write(
        lambda tx: inquiring.send_inquiry(
            tx, kit.vault, kit.pack, holder, contest.ref, replace(wish, **words), version=now
        )
    )


def a_wish(today: date) -> Inquiry:
    return Inquiry(
        practices=tuple(Practice),
        questions=tuple(Question),
        papers=tuple(Paper),
        by=today + timedelta(days=15),
        unsaid=frozenset(Unsaid),
        small_known=True,
    )


def kinds(contest: Contest, at: str, role: Role = Role.OFFICER) -> set[LetterKind]:
    actor = contest.county[at, role].actor
    return set(contest.runtime.read(lambda tx: sent.open_kinds(tx, actor, contest.ref)))


def printed(contest: Contest) -> dict[str, str]:
    """Every letter of the case in every form: its kind and language, and all that is in it."""
    rows = contest.runtime.read(lambda tx: letters_of(tx, contest.case_id))
    found = {}
    for row in rows:
        for lang in ("zh", "en"):
            data = docx(letter_of(row, lang))
            kept = str(row.body[lang]) + str(row.fields)
            found[f"{row.number} {row.kind} {lang}"] = said(data) + everything(data) + kept
    return found


def supervise(contest: Contest) -> None:
    """What the superior's act does in a transaction of its own."""
    kit, actor = contest.runtime, contest.county[WUHAN, Role.SUPERVISOR].actor
    fields = {"clock": "K2", "demands": [Demand.REPORT]}
    day = Due(kit.clock().date() + timedelta(days=7))
    order = LetterOrder(LetterKind.SUPERVISION, addressee_id=COUNTY, due=day, fields=fields)
    kit.write(
        lambda tx: issue_letter(
            tx, kit.pack, actor, tx.session.get_one(Case, contest.case_id), order
        )
    )


def whole_life(contest: Contest, clock) -> None:
    """Every letter a case can cause, from the inquiry to the second review."""
    county = contest.county
    builders.accept(contest.runtime, county[COUNTY, Role.OFFICER], contest.ref)
    inquire(contest)
    for kind in (LetterKind.DATA_REGULATOR, LetterKind.LABOUR):
        send(contest, COUNTY, kind, addressee="武昌区某部门", names_school=True)
    clock.advance(days=90)
    contest.sweep()
    supervise(contest)
    contest.answer(draft=builders.a_draft(reply=REPLY))
    send(contest, COUNTY, LetterKind.DECISION)
    contest.send(Sent.REVIEW, CANARY["grounds"])
    contest.slot()
    contest.opine(WUHAN, Opinion.CORRECT, reply=REPLY)
    send(contest, WUHAN, LetterKind.REVIEW)
    contest.send(Sent.SECOND_REVIEW, CANARY["grounds"])
    contest.slot()
    contest.opine(HUBEI, Opinion.UPHOLD, reply=REPLY)
    send(contest, HUBEI, LetterKind.FINAL_REVIEW)


def check_decisions(contest: Contest, today: date) -> None:
    """Each decision on paper names its day, who decided before, and where to turn."""
    rows = contest.runtime.read(lambda tx: letters_of(tx, contest.case_id))
    by_kind = {row.kind: said(docx(letter_of(row, "zh"))) for row in rows}
    assert f"{today.year}年{today.month}月{today.day}日" in by_kind["decision"].splitlines()
    assert "向武汉市教育局请求复查" in by_kind["decision"]
    assert "向湖北省教育厅请求复核" in by_kind["review"]
    assert "原处理意见：武昌区教育局" in by_kind["review"]
    assert "原处理意见：武汉市教育局" in by_kind["final_review"]
    assert "信访程序终结" in by_kind["final_review"]
    window = contest.runtime.pack.due_date("K4", today).due
    assert f"{window.year}年{window.month}月{window.day}日以前" in by_kind["decision"]


def test_no_letter_holds_anything_of_a_report(contest: Contest, clock) -> None:
    whole_life(contest, clock)
    found = printed(contest)
    assert {key.split()[1] for key in found} == {
        *("inquiry", "data_regulator", "labour", "supervision"),
        *("decision", "review", "final_review"),
    }
    labels = contest.runtime.pack.labels
    ticked = [labels("lever", Lever.AWARD_OR_AID), labels("scope", Scope.GRADE)]
    for where, text in found.items():
        for canary in ("金丝雀", *CANARY.values(), REPLY, *ticked):
            assert canary not in text, (where, canary)
    check_decisions(contest, clock().date())


def test_control_the_canaries_are_in_the_report_and_the_search_finds_them(contest: Contest) -> None:
    kit, holder = contest.runtime, contest.county[COUNTY, Role.OFFICER]
    opened = kit.write(lambda tx: reading.read(tx, kit.vault, holder, contest.ref))
    content = str(opened)
    planted = [one for field, one in CANARY.items() if field != "grounds"]
    assert all(canary in content for canary in planted)
    pasted = send(
        contest, COUNTY, LetterKind.LABOUR, addressee="甲局", says=CANARY["story"], sure=True
    )
    assert pasted == 1
    assert all(CANARY["story"] in text for text in printed(contest).values())


def test_a_refusal_and_an_extension_can_be_printed_by_who_decided(contest: Contest) -> None:
    kit, officer = contest.runtime, contest.county[COUNTY, Role.OFFICER]
    now = contest.case.version
    with pytest.raises(NotAllowed):
        send(contest, COUNTY, LetterKind.DECLINED)
    kit.write(
        lambda tx: triage.decline(
            tx,
            kit.vault,
            kit.pack,
            officer,
            contest.ref,
            reason=DeclineReason.NO_FACTS,
            text=REPLY,
            version=now,
        )
    )
    assert kinds(contest, COUNTY) == {LetterKind.DECLINED}
    send(contest, COUNTY, LetterKind.DECLINED)
    text = printed(contest)["1 declined zh"]
    assert "没有可以核实的事实" in text
    assert "向武汉市教育局请求复查" in text
    assert REPLY not in text
    assert kinds(contest, COUNTY) == set()


def test_who_may_write_which_letter(contest: Contest, clock) -> None:
    beside = {LetterKind.DATA_REGULATOR, LetterKind.LABOUR}
    assert kinds(contest, COUNTY) == beside
    assert kinds(contest, COUNTY, Role.SUPERVISOR) == set()
    builders.accept(contest.runtime, contest.county[COUNTY, Role.OFFICER], contest.ref)
    assert kinds(contest, COUNTY, Role.HEAD) == {LetterKind.INQUIRY, *beside}
    clock.advance(days=90)
    contest.sweep()
    assert kinds(contest, WUHAN, Role.SUPERVISOR) == beside
    contest.answer()
    assert LetterKind.DECISION in kinds(contest, COUNTY)
    assert LetterKind.DECISION not in kinds(contest, WUHAN)
    send(contest, COUNTY, LetterKind.DECISION)
    assert LetterKind.DECISION not in kinds(contest, COUNTY)
    for kind in (LetterKind.TRANSFER, LetterKind.SUPERVISION, LetterKind.INQUIRY):
        with pytest.raises(NotAllowed):
            send(contest, COUNTY, kind, addressee="甲局")


def test_a_body_beside_the_case_learns_the_school_only_from_who_vouches(runtime) -> None:
    builders.found_nation(runtime)
    [officer, *_] = builders.key_authority(runtime, HUBEI)
    ref = builders.file_case(runtime)
    for number, names_school in enumerate((False, True), 1):
        order = LetterOrder(LetterKind.DATA_REGULATOR, addressee="甲局", names_school=names_school)
        now = builders.version(runtime, officer, ref)
        given = {"sure": False, "version": now}
        builders.act(
            runtime, lettering.send_letter, runtime.pack, officer.actor, ref, order, **given
        )
        found = runtime.read(lambda tx, n=number: sent.letter(tx, officer.actor, ref, n, "zh"))[1]
        text = said(docx(found))
        assert (builders.SCHOOL in text) is names_school
        assert ("湖北省的一所学校" in text) is not names_school


def test_the_platform_cannot_vouch_for_anybody(runtime) -> None:
    builders.found_nation(runtime)
    [officer, _] = builders.key_authority(runtime, PLATFORM_AUTHORITY)
    ref = builders.file_case(runtime)
    order = LetterOrder(LetterKind.LABOUR, addressee="甲局", names_school=True)
    now = builders.version(runtime, officer, ref)
    builders.act(
        runtime,
        lettering.send_letter,
        runtime.pack,
        officer.actor,
        ref,
        order,
        sure=False,
        version=now,
    )
    found = runtime.read(lambda tx: sent.letter(tx, officer.actor, ref, 1, "zh"))[1]
    assert builders.SCHOOL not in said(docx(found))


def test_words_that_name_somebody_and_days_gone_by_are_refused(contest: Contest) -> None:
    with pytest.raises(BadInput, match="letter_names_somebody"):
        send(contest, COUNTY, LetterKind.LABOUR, addressee="甲局", says="电话13800138000")
    yesterday = Due(date(2026, 3, 1))
    with pytest.raises(BadInput, match="letter_day_over"):
        send(contest, COUNTY, LetterKind.LABOUR, addressee="甲局", due=yesterday)
    with pytest.raises(BadInput, match="too_long"):
        send(contest, COUNTY, LetterKind.LABOUR, addressee="甲局", says="好" * 1001)


def test_a_form_from_before_another_letter_is_stale(contest: Contest) -> None:
    kit, actor = contest.runtime, contest.county[COUNTY, Role.OFFICER].actor
    now, order = contest.case.version, LetterOrder(LetterKind.LABOUR, addressee="甲局")
    given = {"sure": False, "version": now}
    builders.act(kit, lettering.send_letter, kit.pack, actor, contest.ref, order, **given)
    with pytest.raises(Stale):
        builders.act(kit, lettering.send_letter, kit.pack, actor, contest.ref, order, **given)


def test_others_letters_are_read_by_both_ends_and_the_holder_alone(contest: Contest, clock) -> None:
    county: County = contest.county
    builders.accept(contest.runtime, county[COUNTY, Role.OFFICER], contest.ref)
    inquire(contest)
    clock.advance(days=90)
    contest.sweep()
    supervise(contest)

    def seen(at: str, role: Role) -> list[str]:
        actor = county[at, role].actor
        lines = contest.runtime.read(lambda tx: sent.letters(tx, actor, contest.ref, "zh"))
        return [line.kind for line in lines]

    assert seen(COUNTY, Role.OFFICER) == ["supervision", "inquiry"]
    assert seen(WUHAN, Role.SUPERVISOR) == ["supervision", "inquiry"]
