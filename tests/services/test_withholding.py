"""The platform desk takes a case out of the public record at once, and back with two persons."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.disclosure import WithheldReason
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.packs.open_data import code_words
from reportdesk.release.reader import Releases
from reportdesk.services import publication, withholding
from reportdesk.storage.case import Case
from reportdesk.storage.history import History
from tests.builders import key_authority
from tests.published import SECRET, Book, register, scene

REF = "A1A1-0001"
JOB = {one.name: one for one in JOBS}


@pytest.fixture
def public(runtime, pack, clock):
    """A site with one release that shows the scene's cases, and two officers of the platform."""
    runtime.write(register)
    runtime.write(lambda tx: scene(Book(tx, pack)))
    runtime.write(lambda tx: [setattr(row, "visible", True) for row in tx.session.query(Case)])
    clock.set("2026-06-01")
    build(runtime, pack)
    return [one.actor for one in key_authority(runtime, PLATFORM_AUTHORITY)]


def build(runtime, pack) -> publication.Built:
    return publication.build(runtime.read, runtime.write, runtime.settings, pack, SECRET)


def case(runtime, ref: str) -> Case:
    return runtime.read(lambda tx: tx.session.query(Case).filter_by(ref=ref).one())


def do(runtime, use_case, actor, ref: str, **more) -> None:
    version = more.pop("version", case(runtime, ref).version)
    runtime.write(lambda tx: use_case(tx, actor, ref, version=version, **more))


def withhold(runtime, actor, ref: str, reason=WithheldReason.MINOR) -> None:
    do(runtime, withholding.withhold, actor, ref, reason=reason)


def redact(runtime) -> int:
    found = round_(runtime, "me", [JOB["redact"]])
    assert found.failed == ()
    return found.done.get("redact", 0)


@pytest.fixture
def ref(runtime, public) -> str:
    """A case that is public in full."""
    rows = Releases(runtime.settings.releases).newest().frozen().cases
    return next(row["ref"] for row in rows if row["level"] == "full")


def test_within_the_hour_nothing_but_reference_and_reason_is_left(
    runtime, pack, clock, public, ref
) -> None:
    before = Releases(runtime.settings.releases).newest().frozen()
    withhold(runtime, public[0], ref)
    assert redact(runtime) == 1
    after = Releases(runtime.settings.releases).newest()
    shown = {key: value for key, value in after.case(ref).items() if value not in (None, [])}
    assert shown.pop("first_release")
    assert shown == {
        "ref": ref,
        "level": "withheld",
        "withheld_reason": "minor",
        "demonstration": False,
    }
    rows = after.frozen().cases
    assert [r for r in rows if r["ref"] != ref] == [r for r in before.cases if r["ref"] != ref]
    assert after.header.revision == 2
    clock.advance(hours=1)
    assert redact(runtime) == 0
    clock.advance(days=7)
    assert build(runtime, pack).redacted == ()
    newest = Releases(runtime.settings.releases).newest()
    assert newest.case(ref)["level"] == "withheld"


def test_control_without_the_job_it_stays_until_the_next_release(runtime, public, ref) -> None:
    withhold(runtime, public[0], ref)
    assert Releases(runtime.settings.releases).newest().case(ref)["level"] == "full"


def test_what_reporters_did_meanwhile_waits_for_the_scheduled_release(
    runtime, public, ref, monkeypatch
) -> None:
    """A redaction at once must not date a reporter's withdrawal."""
    other = next(
        row["ref"]
        for row in Releases(runtime.settings.releases).newest().frozen().cases
        if row["ref"] != ref and row["level"] != "withheld"
    )
    gone = case(runtime, other).case_id
    runtime.write(lambda tx: setattr(tx.session.get_one(Case, gone), "stage", "withdrawn"))
    withhold(runtime, public[0], ref)
    redact(runtime)
    assert Releases(runtime.settings.releases).newest().case(other) is not None


def test_showing_it_again_takes_two_and_the_next_release(runtime, pack, clock, public, ref) -> None:
    first, second = public
    withhold(runtime, first, ref)
    redact(runtime)
    with pytest.raises(NotAllowed, match="another_person_needed"):
        do(runtime, withholding.confirm, first, ref)
    do(runtime, withholding.confirm, second, ref)
    with pytest.raises(Conflict):
        do(runtime, withholding.show_again, second, ref)
    do(runtime, withholding.ask_to_show, second, ref)
    with pytest.raises(NotAllowed, match="another_person_needed"):
        do(runtime, withholding.show_again, second, ref)
    do(runtime, withholding.show_again, first, ref)
    clock.advance(days=7)
    build(runtime, pack)
    releases = Releases(runtime.settings.releases)
    assert releases.newest().case(ref)["level"] == "full"
    old = releases.get("2026-W23")
    assert old.case(ref)["level"] == "withheld"


def test_it_is_logged_and_touches_neither_stage_nor_clocks(runtime, public, ref) -> None:
    before = case(runtime, ref)
    withhold(runtime, public[0], ref)
    after = case(runtime, ref)
    assert (after.stage, after.ended_on) == (before.stage, before.ended_on)
    last = runtime.read(
        lambda tx: (
            tx.session.query(History)
            .filter_by(case_id=after.case_id)
            .order_by(History.number.desc())
            .first()
        )
    )
    assert (last.event, last.fields) == ("withheld", {"reason": "minor"})


def test_only_the_platform_desk_and_only_with_a_reason_of_the_list(runtime, public, ref) -> None:
    head = key_authority(runtime, "edu-430000", Role.HEAD)[0].actor
    with pytest.raises(NotAllowed):
        withhold(runtime, head, ref)
    with pytest.raises(BadInput):
        withhold(runtime, public[0], ref, WithheldReason.UNSPECIFIED)
    with pytest.raises(NotFound):
        runtime.write(
            lambda tx: withholding.withhold(
                tx, public[0], "0000-0000", reason=WithheldReason.MINOR, version=1
            )
        )
    withhold(runtime, public[0], ref)
    with pytest.raises(Conflict, match="withheld_already"):
        withhold(runtime, public[0], ref)
    with pytest.raises(Stale):
        do(runtime, withholding.confirm, public[1], ref, version=1)


def test_every_reason_has_public_words_also_in_a_release_that_did_not_know_it(
    runtime, public, ref, monkeypatch
) -> None:
    words = code_words()
    assert {("withheld_reason", reason.value) for reason in WithheldReason} <= words.keys()
    withhold(runtime, public[0], ref)
    redact(runtime)
    frozen = Releases(runtime.settings.releases).newest().frozen()
    assert frozen.words.get("withheld_reason", "minor")[1] == "A minor could be recognised"
