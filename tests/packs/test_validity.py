"""A pack is used on the days on which it is in force, and refused on others."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from reportdesk.packs.loader import PackError, load_pack
from reportdesk.runtime import SHANGHAI, Runtime
from reportdesk.settings import Settings
from tests.packs.spoil import edit


def test_a_pack_is_refused_before_it_begins_and_after_it_ends(local: Path) -> None:
    edit(
        local / "pack.yaml",
        "valid_from: 2026-01-01\n",
        "valid_from: 2026-01-01\nvalid_to: 2026-12-31\n",
    )
    for day in (date(2026, 1, 1), date(2026, 12, 31)):
        assert load_pack(local, on=day).id == "made-up-city"
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(PackError) as refusal:
            load_pack(local, on=day)
        assert refusal.value.problems[0].reason("en") == (
            f"pack made-up-city is not in force on {day}: 2026-01-01 – 2026-12-31"
        )
    assert load_pack(local).id == "made-up-city", "a future pack can be read and compared"


def test_a_pack_ends_with_its_parent(local: Path, folder: Path) -> None:
    edit(folder / "pack.yaml", "valid_to: null", "valid_to: 2026-06-30")
    edit(local / "pack.yaml", "parent: cn-xinfang-2022", "parent: own-pack")
    assert load_pack(local, on=date(2026, 6, 30)).id == "made-up-city"
    with pytest.raises(PackError, match="cn-xinfang-2022 is not in force on 2026-07-01"):
        load_pack(local, on=date(2026, 7, 1))


def test_a_site_does_not_start_with_a_pack_that_has_ended(settings: Settings, local: Path) -> None:
    edit(
        local / "pack.yaml",
        "valid_from: 2026-01-01\n",
        "valid_from: 2026-01-01\nvalid_to: 2026-06-30\n",
    )
    chosen = replace(settings, pack=str(local))
    fine = Runtime(chosen, clock=lambda: datetime(2026, 6, 30, 23, 59, tzinfo=SHANGHAI))
    assert fine.refuse_unfit_pack().id == "made-up-city"
    ended = Runtime(chosen, clock=lambda: datetime(2026, 7, 1, tzinfo=SHANGHAI))
    with pytest.raises(PackError, match="not in force on 2026-07-01"):
        ended.refuse_unfit_pack()
