"""Names of releases."""

from datetime import date

import pytest

from reportdesk.release.labels import folder_parts, is_label, place, week_label


def test_a_release_is_named_after_its_iso_week() -> None:
    assert week_label(date(2026, 11, 22)) == "2026-W47"
    assert week_label(date(2027, 1, 1)) == "2026-W53", "the ISO year, not the calendar's"
    assert week_label(date(2026, 7, 1), 2) == "2026-W27-2"


@pytest.mark.parametrize("text", ["2026-W47", "2026-W47-2"])
def test_well_formed_labels(text: str) -> None:
    assert is_label(text)
    assert folder_parts(f"{text}.r3") == (text, 3)


@pytest.mark.parametrize("text", ["", "2026-47", "2026-W4", "../2026-W47", "2026-W47.r1", "W47"])
def test_malformed_labels(text: str) -> None:
    assert not is_label(text)
    with pytest.raises(ValueError, match="no release label"):
        place(text)
