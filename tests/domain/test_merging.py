"""Which cases may be merged: one matter, and no date or answer is put out of sight."""

from dataclasses import replace
from datetime import date

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.merging import Matter, refusal

TODAY = date(2026, 3, 20)
CASE = Matter(
    stage=Stage.INVESTIGATING,
    school="school-a",
    division="420106",
    kind="primary",
    practice="voice_recording",
    since="2025-11",
    until=None,
    dues=(("K2", date(2026, 5, 18)),),
)
NEW = replace(CASE, stage=Stage.ROUTED, since="2026-02", dues=(("K1", date(2026, 4, 2)),))


def test_a_new_report_about_the_same_matter_follows_the_case_being_worked_on() -> None:
    assert refusal(NEW, CASE, TODAY) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"school": "school-b"}, "merge_other_matter"),
        ({"practice": "face_or_video"}, "merge_other_matter"),
        ({"since": "2024-01", "until": "2025-10"}, "merge_other_matter"),
        ({"school": None, "division": "420107"}, "merge_other_matter"),
        ({"school": None}, None),
        ({"since": "2024-01", "until": "2025-11"}, None),
    ],
)
def test_school_practice_and_a_common_month_make_the_same_matter(changes, why) -> None:
    assert refusal(replace(NEW, **changes), CASE, TODAY) == why
    assert refusal(CASE, replace(NEW, **changes, dues=CASE.dues), TODAY) == why


def test_what_was_kept_from_somebody_follows_only_what_was_kept_from_them_too() -> None:
    kept = replace(NEW, kept_from="edu-420106")
    assert refusal(kept, CASE, TODAY) == "merge_kept_from"
    assert refusal(kept, replace(CASE, kept_from="edu-420100"), TODAY) == "merge_kept_from"
    assert refusal(kept, replace(CASE, kept_from="edu-420106"), TODAY) is None
    assert refusal(NEW, replace(CASE, kept_from="edu-420106"), TODAY) is None


def test_a_report_that_a_superior_demanded_is_not_put_off() -> None:
    asked = replace(NEW, dues=(("K10", date(2026, 4, 2)),))
    assert refusal(asked, CASE, TODAY) == "merge_hides_date"
    sooner = replace(CASE, dues=(*CASE.dues, ("K10", date(2026, 4, 1))))
    assert refusal(asked, sooner, TODAY) is None


@pytest.mark.parametrize(
    ("stage", "why"),
    [
        (Stage.REVIEW1, "merge_reviewed"),
        (Stage.REVIEW2, "merge_reviewed"),
        (Stage.ANSWERED, "merge_answered"),
        (Stage.CORRECTING, "merge_answered"),
        (Stage.REDO, None),
    ],
)
def test_neither_a_review_nor_an_answer_that_is_out_is_merged_with_anything(stage, why) -> None:
    assert refusal(NEW, replace(CASE, stage=stage), TODAY) == why
    assert refusal(replace(CASE, stage=stage), CASE, TODAY) == why


@pytest.mark.parametrize("stage", [Stage.MERGED, Stage.CLOSED, Stage.DECLINED, Stage.WITHDRAWN])
def test_nothing_follows_a_case_that_ended_or_follows_another(stage) -> None:
    assert refusal(NEW, replace(CASE, stage=stage), TODAY) == "merge_ended"


def test_a_case_whose_content_waits_to_be_handed_over_stays_apart() -> None:
    assert refusal(replace(NEW, waits=True), CASE, TODAY) == "merge_waits"
    assert refusal(NEW, replace(CASE, waits=True), TODAY) == "merge_waits"


def test_an_answer_owed_earlier_is_never_put_off_by_merging() -> None:
    sooner = replace(CASE, dues=(("K2", date(2026, 5, 15)),))
    assert refusal(sooner, CASE, TODAY) == "merge_hides_date"
    assert refusal(CASE, sooner, TODAY) is None
    assert refusal(CASE, NEW, TODAY) == "merge_hides_date", "the other owes no answer yet"


def test_a_late_case_follows_only_one_that_is_as_late() -> None:
    late = replace(NEW, dues=(("K1", date(2026, 3, 17)), ("K2", date(2026, 5, 18))))
    assert refusal(late, CASE, TODAY) == "merge_hides_date"
    later = replace(CASE, dues=(("K2", date(2026, 3, 16)),))
    assert refusal(late, later, TODAY) is None
    undelivered = replace(NEW, dues=(("K0", date(2026, 3, 5)),))
    assert refusal(undelivered, CASE, TODAY) is None, (
        "the platform's own lateness is no authority's"
    )
