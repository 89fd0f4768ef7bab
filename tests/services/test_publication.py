from dataclasses import replace
from tests.published import Book, register, moment
from reportdesk.services import publication
from reportdesk.domain.case import Action


def test_smoke(runtime, pack, clock):
    def fill(tx):
        register(tx)
        book = Book(tx, pack)
        a = book.file("AAAA-0001", "2026-03-02")
        book.act(a, Action.ACCEPT, "2026-03-17")
        book.answer(a, "2026-05-11", measures=(("stop_collection", None), ("restore_grades", "2026-06-15")))
        b = book.file("BBBB-0002", "2026-03-05")
        book.file("CCCC-0003", "2026-03-09")
    runtime.write(fill)
    clock.set("2026-07-01")
    built = runtime.write(lambda tx: publication.build(tx, runtime.settings, pack, b"s" * 32))
    print(built)
    from pathlib import Path
    for p in sorted(Path(runtime.settings.releases).rglob("*")):
        print(p, p.stat().st_size if p.is_file() else "")
    d = runtime.settings.releases / f"{built.label}.r1"
    print((d / "CHANGES.md").read_text())
    print((d / "cases.json").read_text())
    print((d / "cases.csv").read_text())
    assert 0
