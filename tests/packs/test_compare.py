"""What changed between two packs is told thing by thing."""

from pathlib import Path

from reportdesk.packs.compare import Change, compare
from reportdesk.packs.loader import DEFAULT_PACK, load_pack
from tests.packs.spoil import edit


def changes(folder: Path) -> set[tuple[str, str, str, str | None, str | None]]:
    def words(change: Change) -> tuple[str, str, str, str | None, str | None]:
        old, new = change.old, change.new
        return (change.part, change.what, change.field, old and old.en, new and new.en)

    return {words(one) for one in compare(load_pack(DEFAULT_PACK), load_pack(folder))}


def test_a_pack_is_the_same_as_itself_and_as_a_copy(folder: Path) -> None:
    assert changes(folder) == set()


def test_every_kind_of_change_is_found(folder: Path) -> None:
    edit(folder / "clocks.yaml", "days: 60", "days: 45")
    edit(folder / "ladder.yaml", "S2: {from: overdue, days: 15", "S2: {from: overdue, days: 5")
    edit(folder / "ladder.yaml", "K5: [S1, S2]", "K5: [S1]")
    edit(folder / "calendar.csv", "2026-02-14,makeup,春节,2026\n", "")
    edit(folder / "calendar.csv", "2026-02-16,off,春节,2026\n", "")
    edit(folder / "routing.yaml", 'law: 义务教育法, article: "7"', 'law: 义务教育法, article: "8"')
    edit(folder / "taxonomy.yaml", "zh: 约谈, en: Summoned for a talk", "zh: 约谈, en: Summoned")
    edit(folder / "rights.yaml", "code: asking", "code: ask")
    edit(folder / "pack.yaml", 'version: "1.2"', 'version: "1.3"')
    edit(folder / "retention.yaml", "withdrawn:\n  days: 30", "withdrawn:\n  days: 20")
    found = changes(folder)
    assert {one for one in found if one[0] not in {"routing", "rights"}} == {
        ("pack", "pack.yaml", "version", "1.2", "1.3"),
        ("clock", "K2", "days", "60 days", "45 days"),
        ("rung", "S2", "when", "first overdue day +15", "first overdue day +5"),
        ("ladder", "K5", "climbs", "S1 S2", "S1"),
        ("calendar", "2026-02-14", "day", "make-up workday", "weekend"),
        ("calendar", "2026-02-16", "day", "day off", "workday"),
        ("retention", "withdrawn", "days", "30", "20"),
        ("words", "measure", "summon", "Summoned for a talk", "Summoned"),
    }
    assert {one[0] for one in found} >= {"routing", "rights"}


def test_a_year_that_came_and_a_question_that_changed_are_told(folder: Path) -> None:
    before = load_pack(folder)
    with (folder / "notices.csv").open("a", encoding="utf-8") as file:
        file.write("2027,an invented notice,2026-11-05,https://example.org/n\n")
    edit(folder / "questions.yaml", "answer: yes", "answer: partly")
    assert {
        (c.part, c.what, c.field, bool(c.old), bool(c.new))
        for c in compare(before, load_pack(folder))
    } == {
        ("calendar", "2027", "year", False, True),
        ("question", "tied_to_grades", "filled", True, True),
    }
