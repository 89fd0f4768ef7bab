"""The page about packs shows what really loads."""

import re
from pathlib import Path

from config import ROOT
from reportdesk.domain.asking import DECIDING
from reportdesk.domain.clocks import ClockEvent
from reportdesk.packs.clock_file import OPTIONAL, REQUIRED
from reportdesk.packs.explain import WRITERS
from reportdesk.packs.loader import FILES, load_pack
from reportdesk.packs.question_file import FIELDS

PAGE = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")


def test_the_example_of_the_page_loads(tmp_path: Path) -> None:
    for name, content in re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    pack = load_pack(tmp_path)
    assert (pack.clocks["K2"].days, pack.clocks["CALLBACK"].days) == (5, 2)


def test_every_event_field_file_and_step_is_on_the_page() -> None:
    events = [event.value for event in ClockEvent]
    names = [*events, *REQUIRED, *OPTIONAL, *FILES, *WRITERS, *FIELDS, *DECIDING]
    assert [name for name in names if f"`{name}`" not in PAGE] == []
