"""From a public case to a receipt: "this happened to me too", without JavaScript."""

import dataclasses
from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.answer import Promised
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.taxonomy import Measure
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, publication
from reportdesk.storage.case import Case
from reportdesk.storage.history import move
from tests.builders import (
    HUBEI,
    MOE,
    SCHOOL,
    a_draft,
    accept,
    answer,
    case,
    file_case,
    found_nation,
    key_authority,
)
from tests.web.report.conftest import STORY, Walker


@pytest.fixture
def officers(runtime: Runtime):
    """A small nation whose college's authority, the ministry and the platform have staff."""
    found_nation(runtime)
    key_authority(runtime, MOE)
    key_authority(runtime, PLATFORM_AUTHORITY)
    return key_authority(runtime, HUBEI)


def release(runtime: Runtime, day: str, clock) -> None:
    """Everything that exists becomes public at once, as in a demonstration."""
    clock.set(day)
    settings = dataclasses.replace(runtime.settings, release_at_once=True)
    secret = runtime.vault.secret("publication")
    publication.build(runtime.read, runtime.write, settings, runtime.pack, secret)


@pytest.fixture
def outline(runtime: Runtime, clock, officers) -> str:
    """A case of which the school is not public yet."""
    ref = file_case(runtime)
    release(runtime, "2026-04-06", clock)
    return ref


@pytest.fixture
def full(runtime: Runtime, clock, officers, outline) -> str:
    """The same, answered and published in full."""
    clock.set("2026-04-07")
    accept(runtime, officers[0], outline)
    promise = Promised(Measure.DELETE_DATA, date(2026, 9, 1))
    answer(runtime, officers[0], officers[1], outline, a_draft(promise))
    release(runtime, "2026-05-04", clock)
    return outline


def to_check(visitor: Walker, **where: object) -> Walker:
    """From the first question to the check page; ``where`` changes what was filled in."""
    visitor.fill(filer="student", involved="no").press("next")
    visitor.fill(**where).press("next")
    visitor.fill(levers=["course_grade"], scope="class", since="2026-02", running="yes").press(
        "next"
    )
    visitor.press("next")
    visitor.fill(text=STORY, asked=["stop"]).press("next")
    return visitor


def test_from_a_public_case_to_a_receipt_that_joins_it(
    runtime: Runtime, visitor: Walker, officers, full: str
) -> None:
    public = visitor.client.get(f"/cases/{full}").data
    visitor.open(f"/cases/{full}").press("too")
    assert visitor.response.request.path == "/report/"
    assert f"从公开案件 {full} 开始" in visitor.text
    to_check(visitor)
    assert f"加入公开案件 {full}" in visitor.text
    assert "送到湖北省教育厅" in visitor.text
    assert SCHOOL in visitor.text
    visitor.press("file")
    assert f"已经加入公开案件 {full}" in visitor.text
    assert visitor.client.get(f"/cases/{full}").data == public
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert case(runtime, officers[0], full).reports == 2
    receipt = visitor.receipt
    visitor.open("/follow/").fill(receipt=receipt).press("open")
    assert full in visitor.text
    assert "你加入了这起案件" in visitor.text


def test_the_release_after_joining_shows_what_it_showed_before(
    runtime: Runtime, clock, visitor: Walker, full: str
) -> None:
    release(runtime, "2026-05-11", clock)
    before = visitor.client.get(f"/cases/{full}.json").json
    to_check(visitor.open(f"/cases/{full}").press("too")).press("file")
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    release(runtime, "2026-05-11", clock)
    after = visitor.client.get(f"/cases/{full}.json").json
    (old,), (new,) = before["cases"], after["cases"]
    changed = {name for name in new if new[name] != old[name]}
    assert changed <= {"permalink", "release"}, {k: (old[k], new[k]) for k in changed}


def test_another_answer_makes_it_a_case_of_its_own_and_says_so(visitor: Walker, full: str) -> None:
    visitor.open(f"/cases/{full}").press("too")
    to_check(visitor)
    visitor.go("what").fill(practice="face_or_video").press("next")
    assert f"你说的做法和 {full} 不同" in visitor.text
    visitor.press("file")
    assert full not in visitor.text


def test_one_can_file_alone_after_all(visitor: Walker, full: str) -> None:
    to_check(visitor.open(f"/cases/{full}").press("too")).press("alone")
    assert full not in visitor.text
    visitor.press("file")
    assert full not in visitor.text


def test_where_the_school_is_not_public_joining_does_not_tell_it(
    visitor: Walker, outline: str
) -> None:
    visitor.open(f"/cases/{outline}").press("too")
    assert SCHOOL not in visitor.text
    visitor.fill(filer="student", involved="no").press("next")
    visitor.fill(q=SCHOOL).press("search")
    to_school = visitor.form().options["school"][0]
    visitor.fill(school=to_school).press("next")
    visitor.fill(levers=["course_grade"], scope="class", since="2026-02", running="yes").press(
        "next"
    )
    visitor.press("next")
    visitor.fill(text=STORY).press("next")
    assert f"{outline} 还没有公开是哪所学校" in visitor.text
    visitor.press("file")
    assert outline not in visitor.text


def test_what_cannot_be_joined_is_answered_alike(
    runtime: Runtime, clock, visitor: Walker, officers, full: str
) -> None:
    change(runtime, full, visibility="withheld", withheld_reason="privacy")
    release(runtime, "2026-06-08", clock)
    withheld, hidden = answer_to(visitor, full), file_case(runtime)
    assert answer_to(visitor, hidden) == withheld
    assert {answer_to(visitor, one) for one in ("0000-0000", "", "x" * 9999)} == {withheld}
    assert "作为新的举报提交" in withheld.decode()


def test_from_a_public_case_that_ended_to_a_new_one_that_goes_on_with_it(
    runtime: Runtime, clock, visitor: Walker, officers, full: str
) -> None:
    close(runtime, full)
    release(runtime, "2026-06-01", clock)
    visitor.open(f"/cases/{full}")
    assert "可以接着它再举报" in visitor.text
    to_check(visitor.press("too"))
    assert "你的举报接着它另立一起案件" in visitor.text
    visitor.press("file")
    made = runtime.read(lambda tx: tx.session.query(Case).filter(Case.linked_id.is_not(None)).one())
    assert "接着它另立" not in visitor.text
    assert made.linked_id == case(runtime, officers[0], full).case_id


def answer_to(visitor: Walker, ref: str) -> bytes:
    response = visitor.client.post("/report/", data={"case": ref})
    assert response.status_code == 200
    return response.data


def close(runtime: Runtime, ref: str) -> None:
    """The time to ask for a review is over."""

    def write(tx) -> None:
        row = tx.session.query(Case).filter_by(ref=ref).one()
        move(tx, row, Action.CLOSE, Stage.CLOSED, party="system", on=date(2026, 5, 20))

    runtime.write(write)


def change(runtime: Runtime, ref: str, **values: str) -> None:
    """Let a case be as given, as if staff or time had made it so."""

    def write(tx) -> None:
        row = tx.session.query(Case).filter_by(ref=ref).one()
        for name, value in values.items():
            setattr(row, name, value)

    runtime.write(write)


def test_nothing_of_the_case_stands_in_the_page_but_sealed(visitor: Walker, full: str) -> None:
    visitor.open(f"/cases/{full}").press("too")
    form = visitor.form()
    assert set(form.values) == {"lang", "state", "step", "memo"}, "the last is for programs"
    assert full not in form.values["state"][0]
    assert full not in form.action
    visitor.press("lang")
    assert full in visitor.text


def test_in_english(visitor: Walker, full: str) -> None:
    visitor.client.get(f"/cases/{full}?lang=en")
    page = visitor.client.post("/report/?lang=en", data={"case": full, "lang": "en"})
    assert f"You began at public case {full}" in page.get_data(as_text=True)
