"""Sizes entered by a person with source and date decide what may be named in public."""

from click.testing import CliRunner, Result

from reportdesk.cli.register import register
from reportdesk.domain.disclosure import may_name
from reportdesk.storage.audit import first_break
from reportdesk.storage.publishable import _schools
from reportdesk.storage.register import Authority, School
from tests.published import COLLEGE, PRIMARY, WUHAN
from tests.published import register as fill


def run(runtime, *words: str) -> Result:
    return CliRunner().invoke(register, words, obj=runtime)


def test_a_count_with_source_and_date_lets_a_school_be_named(runtime) -> None:
    runtime.write(fill)

    def named() -> bool:
        return runtime.read(lambda tx: may_name(_schools(tx, {PRIMARY})[PRIMARY]))

    runtime.write(lambda tx: setattr(tx.session.get_one(School, PRIMARY), "pupils", None))
    assert not named()
    given = ("--source", "学校官网", "--on", "2026-01-01")
    assert run(runtime, "pupils", PRIMARY, "99", *given).exit_code == 0
    assert not named()
    said = run(runtime, "pupils", PRIMARY, "640", *given)
    assert "640 pupils on 2026-01-01" in said.output
    assert named()
    assert runtime.read(lambda tx: first_break(tx, "platform")) is None


def test_a_small_bureau_is_marked_and_unmarked(runtime) -> None:
    runtime.write(fill)
    assert run(runtime, "small", WUHAN, "--source", "教育局官网学校名单").exit_code == 0
    assert runtime.read(lambda tx: tx.session.get_one(Authority, WUHAN).small)
    assert run(runtime, "small", WUHAN, "--source", "新名单", "--not").exit_code == 0
    assert not runtime.read(lambda tx: tx.session.get_one(Authority, WUHAN).small)


def test_nonsense_is_refused_in_words_and_changes_nothing(runtime) -> None:
    runtime.write(fill)
    given = ("--source", "x", "--on", "2026-01-01")
    for words in (
        ("pupils", "no-such-school", "5", *given),
        ("pupils", COLLEGE, "0", *given),
        ("pupils", COLLEGE, "500", "--source", "x", "--on", "2099-01-01"),
        ("pupils", COLLEGE, "500", "--source", " ", "--on", "2026-01-01"),
        ("small", "edu-000000", "--source", "x"),
        ("small", "platform", "--source", "x"),
    ):
        said = run(runtime, *words)
        assert said.exit_code == 1, words
        assert "Traceback" not in said.output
