"""A merged case whose parent changes hands: what is kept for the day on which it comes back."""

from datetime import date

import pytest

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import ReturnReason
from reportdesk.services import correcting, merging, reading, triage
from reportdesk.storage.case import Case
from reportdesk.storage.clock import clocks_of
from tests import builders
from tests.builders import XIANGYANG, accept, act, version
from tests.county import COUNTY
from tests.filings import a_filing, file_one
from tests.reviews import Contest, found_contest
from tests.supervision import HUBEI, WUHAN, Late, a_late_case

OFFICER = Role.OFFICER


@pytest.fixture
def late(runtime, clock) -> Late:
    return a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI, XIANGYANG)


def another(late: Late, **changes) -> Contest:
    """A newer report about the same matter."""
    receipt, filed = file_one(late.runtime, a_filing(**changes))
    made = Contest(late.runtime, late.county, filed.ref, filed.case_id, [receipt])
    made.slot()
    return made


def merge(late: Late, child: Contest, into: str | None = None, at: str = COUNTY) -> None:
    kit, who = late.runtime, late.who(at, OFFICER)
    now = version(kit, who, child.ref)
    named = {"into": into or late.ref, "reason": "同一件事", "version": now}
    act(kit, merging.merge, kit.vault, kit.pack, who, child.ref, **named)


def unmerge(late: Late, child: Contest, at: str) -> None:
    kit, who = late.runtime, late.who(at, OFFICER)
    now = version(kit, who, child.ref)
    named = {"reason": "并错了", "version": now}
    act(kit, merging.unmerge, kit.vault, kit.pack, who, child.ref, **named)


def give_back(late: Late, ref: str, at: str) -> None:
    kit, who = late.runtime, late.who(at, OFFICER)
    named = {"reason": ReturnReason.OTHER_LEVEL, "competent_id": None, "text": "别的机关管"}
    now = version(kit, who, ref)
    act(kit, triage.return_, kit.vault, kit.pack, who, ref, **named, version=now)


def dates(late: Late, case: Contest) -> dict[str, tuple[str | None, date, date]]:
    """Owner, start and due date of each running clock."""
    rows = late.runtime.read(lambda tx: clocks_of(tx, case.case_id))
    live = [row for row in rows if row.stopped_on is None]
    return {row.key: (row.authority_id, row.started_on, row.due) for row in live}


def story(late: Late, case: Contest, at: str, role: Role = OFFICER) -> str:
    kit = late.runtime
    opened = act(kit, reading.read, kit.vault, late.who(at, role), case.ref)
    return opened.reports[0].content["story"]


def test_out_of_a_case_that_was_taken_over_it_stays_with_who_took_it_who_returns_it_to_nobody(
    late, clock
):
    child = another(late)
    before = dates(late, child)["K1"][1:]
    merge(late, child)
    late.take_over()
    clock.set("2026-04-10")
    unmerge(late, child, WUHAN)
    case = child.case
    assert (case.stage, case.authority_id, case.ladder) == (Stage.ROUTED, WUHAN, [HUBEI])
    assert dates(late, child) == {"K1": (WUHAN, *before)}
    with pytest.raises(NotAllowed) as refused:
        give_back(late, child.ref, WUHAN)
    assert refused.value.code == "taken_over_before"
    assert "take_over" in [step.event for step in child.look().steps]
    (taken,) = [row for row in child.history if row.event == "take_over"]
    assert (taken.on, taken.entered_on) == (date(2026, 4, 2), date(2026, 4, 2))
    assert story(late, child, WUHAN) == "每天录 30 分钟对话。"
    with pytest.raises(NotFound):
        story(late, child, COUNTY)
    with pytest.raises(NotFound):
        story(late, child, HUBEI, Role.SUPERVISOR)


def test_out_of_a_case_that_was_transferred_it_goes_on_there_with_its_own_dates(late, clock):
    child = another(late)
    before = dates(late, child)["K1"][1:]
    merge(late, child)
    late.transfer(XIANGYANG)
    clock.set("2026-04-10")
    unmerge(late, child, XIANGYANG)
    assert dates(late, child) == {"K1": (XIANGYANG, *before)}
    assert story(late, child, XIANGYANG) == "每天录 30 分钟对话。"
    accept(late.runtime, late.who(XIANGYANG, OFFICER), child.ref)
    assert child.look().stage is Stage.ACCEPTED
    for at in (COUNTY, WUHAN):
        with pytest.raises(NotFound):
            story(late, child, at)


def test_that_a_date_was_missed_is_told_once_though_two_had_it(late, clock):
    child = another(late)
    merge(late, child)
    late.take_over()
    for day in ("2026-04-03", "2026-04-18", "2026-05-11"):
        late.on(day)
    late.take_over(late.who(HUBEI))
    unmerge(late, child, HUBEI)
    child.sweep()
    assert child.happened.count("notice_overdue") == 1
    assert [rung[1:] for rung in late.county.rungs(child.case_id)] == [
        ("S1", date(2026, 4, 18), WUHAN),
        ("S2", date(2026, 5, 3), HUBEI),
    ]


def test_whoever_gave_the_parent_back_does_not_answer_for_the_dates_of_what_followed_it(
    late, clock
):
    first, child = another(late), another(late)
    merge(late, child, first.ref)
    clock.set("2026-04-07")
    give_back(late, first.ref, COUNTY)
    assert {owner for owner, *_ in dates(late, child).values()}.isdisjoint({COUNTY})
    assert dates(late, child)["K1"][1] == date(2026, 4, 2)


def test_the_report_is_never_led_to_whom_it_was_kept_from_through_another_case(late):
    def accuse(tx):
        case = tx.session.get_one(Case, child.case_id)
        case.reason_params = {**case.reason_params, "skipped": XIANGYANG}

    child = another(late)
    late.runtime.write(accuse)
    with pytest.raises(BadInput) as refused:
        merge(late, child)
    assert (refused.value.field, refused.value.code) == ("into", "merge_kept_from")


def test_a_review_is_not_got_rid_of_by_letting_go_of_whoever_asked_for_it(runtime, clock):
    clock.set("2026-03-02")
    first = found_contest(runtime)
    clock.set("2026-03-06")
    receipt, filed = file_one(runtime, a_filing())
    child = Contest(runtime, first.county, filed.ref, filed.case_id, [receipt])
    child.slot()
    late = Late(first.county, clock, first.ref, first.case_id, first.receipts[0])
    merge(late, child)
    first.answer()
    child.send(Sent.REVIEW, "请市里看看")
    child.slot()
    with pytest.raises(NotAllowed) as refused:
        unmerge(late, child, COUNTY)
    assert refused.value.code == "unmerge_reviewed"
    first.opine()
    unmerge(late, child, COUNTY)
    assert child.case.stage == Stage.ROUTED


def test_a_new_holder_puts_its_own_acceptance_right_not_the_one_before(late, clock):
    accept(late.runtime, late.who(COUNTY, OFFICER), late.ref)
    late.on("2026-06-20")
    late.transfer(XIANGYANG)
    clock.set("2026-06-25")
    officer = late.who(XIANGYANG, OFFICER)
    accept(late.runtime, officer, late.ref, date(2026, 6, 22))
    named = {"on": date(2026, 6, 25), "reason": "看错了", "version": late.case.version}
    kit = late.runtime
    act(kit, correcting.correct_acceptance, kit.vault, kit.pack, officer, late.ref, **named)
    rows = [row for row in late.clocks(running=False) if row.key == "K2"]
    assert [row.started_on for row in rows if row.authority_id == COUNTY][-1] == date(2026, 4, 2)
    assert [row.started_on for row in rows if row.stopped_on is None] == [date(2026, 6, 25)]


def test_what_was_merged_stays_readable_to_its_reporter_through_every_change(late, clock):
    child = another(late)
    merge(late, child)
    assert child.look().ref == late.ref
    late.take_over()
    assert child.look().holder[0] == "武汉市教育局"
    clock.set("2026-04-10")
    unmerge(late, child, WUHAN)
    assert child.look().ref == child.ref
    builders.accept(late.runtime, late.who(WUHAN, OFFICER), child.ref)
    child.answer(WUHAN)
    assert [letter.kind for letter in child.look().letters] == ["answer"]
