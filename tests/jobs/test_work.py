"""The jobs: a broken case or a broken mail server stops nothing else."""

import logging
from datetime import date, time, timedelta
from email import message_from_string, policy

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import Role
from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.mail.smtp import LetterRefusedError, Mailer
from reportdesk.runtime import Runtime
from reportdesk.services import publication
from reportdesk.storage.case import Case
from reportdesk.storage.outbox import Outbox, notify
from reportdesk.storage.report import ReportKey
from tests.builders import HUBEI, WUHAN, found_nation, key_authority
from tests.county import found_county
from tests.fakes import FixedClock
from tests.filings import a_filing, file_one

JOB = {one.name: one for one in JOBS}


def run(runtime: Runtime, *names: str):
    return round_(runtime, "me", [JOB[name] for name in names])


def test_a_poisoned_case_holds_up_no_other_and_recovers_when_it_is_mended(
    runtime: Runtime, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    county = found_county(runtime)
    cases = sorted(county.file() for _ in range(3))
    kept = {}

    def wrap_of(tx) -> ReportKey:
        rows = select(ReportKey).where(ReportKey.case_id == cases[0], ReportKey.holder == WUHAN)
        return tx.session.scalars(rows).one()

    def poison(tx) -> None:
        row = wrap_of(tx)
        kept["wrap"], row.wrapped = row.wrapped, b"\x01" + b"poison" * 20

    def mend(tx) -> None:
        wrap_of(tx).wrapped = kept["wrap"]

    runtime.write(poison)
    clock.set("2026-04-02")
    with caplog.at_level(logging.WARNING):
        assert run(runtime, "sweep").failed == ()
    assert [len(county.rungs(one)) for one in cases] == [0, 5, 5]
    assert f"sweep of case {cases[0]} failed: CannotOpen" in caplog.text

    runtime.write(mend)
    assert run(runtime, "sweep").done == {}  # this hour is done
    clock.advance(hours=1)
    run(runtime, "sweep")
    assert county.rungs(cases[0]) == county.rungs(cases[1])


def test_sixty_days_without_jobs_are_made_good_in_one_round(
    runtime: Runtime, clock: FixedClock
) -> None:
    county = found_county(runtime)
    case_id = county.file()
    clock.set(date(2026, 3, 17) + timedelta(days=60))
    run(runtime, "sweep")
    rungs = [rung for key, rung, _, _ in county.rungs(case_id) if key == "K1"]
    assert rungs == ["S0_before", "S0_due", "S0_after", "S1", "S2", "S3", "S4"]


def test_reports_become_visible_at_nine_and_at_three_and_not_between(
    runtime: Runtime, clock: FixedClock
) -> None:
    found_county(runtime)
    seen = []
    run(runtime, "deliver")  # this morning's slot
    file_one(runtime, a_filing())
    for day, hour in (("2026-03-02", 14), ("2026-03-02", 15), ("2026-03-03", 8), ("2026-03-03", 9)):
        clock.set(day, time(hour))
        run(runtime, "deliver")
        seen.append(runtime.read(lambda tx: sorted(tx.session.scalars(select(Case.visible)))))
        if hour == 15:
            file_one(runtime, a_filing())
    assert seen == [[False], [True], [False, True], [True, True]]


def outbox(runtime: Runtime) -> list[str]:
    folder = runtime.settings.instance / "outbox"
    return [path.read_text() for path in sorted(folder.glob("*.eml"))] if folder.exists() else []


def test_letters_say_what_waits_and_never_about_whom(runtime: Runtime, clock: FixedClock) -> None:
    county = found_county(runtime)
    case_id = county.file()
    clock.set("2026-05-02")
    run(runtime, "sweep", "deliver")
    letters = [message_from_string(text, policy=policy.default) for text in outbox(runtime)]
    assert len({letter["To"] for letter in letters}) == len(letters) == 6
    refs = {county.case(case_id).ref, case_id}
    for letter in letters:
        text = letter.get_body().get_content().partition("：")[2]  # after the reader's own office
        words = f"{letter['Subject']} {text}".replace("http://127.0.0.1:8000", "")
        assert "请登录办理台查看" in words
        assert "Date" not in letter
        for secret in ("示范第一小学", "武昌", "30 分钟", *refs, *"0123456789"):
            assert secret not in words


class Moody(Mailer):
    """A mail server that refuses some addresses, or is away."""

    def __init__(self) -> None:
        self.sent, self.refuses, self.away = [], frozenset(), False

    def send(self, to: str, subject: str, body: str, *, name: str) -> None:
        if self.away:
            raise ConnectionRefusedError
        if to in self.refuses:
            raise LetterRefusedError
        self.sent.append(to)


@pytest.fixture
def office(runtime: Runtime):
    """Two officers and a head with a letter waiting for them."""
    found_nation(runtime)
    staff = key_authority(runtime, HUBEI, Role.OFFICER, Role.OFFICER, Role.HEAD)
    runtime.write(lambda tx: notify(tx, HUBEI, "new_report", "one"))
    runtime.mailer = Moody()
    return sorted(f"{one.actor.account_id}@example.org" for one in staff)


def test_mail_that_cannot_leave_is_tried_in_the_next_slot_and_not_before(
    runtime: Runtime, clock: FixedClock, office
) -> None:
    runtime.mailer.away = True
    run(runtime, "deliver")
    runtime.mailer.away = False
    run(runtime, "deliver")
    assert runtime.mailer.sent == []
    clock.advance(hours=5)
    run(runtime, "deliver")
    assert runtime.mailer.sent == office


def test_one_refused_address_keeps_nobody_elses_letter_back(
    runtime: Runtime, clock: FixedClock, office
) -> None:
    runtime.mailer.refuses = {office[1]}
    run(runtime, "deliver")
    assert runtime.mailer.sent == [office[0], office[2]]
    runtime.mailer.refuses = frozenset()
    clock.advance(hours=5)
    run(runtime, "deliver")
    assert runtime.mailer.sent == [office[0], office[2], office[1]]


def test_letters_that_left_are_remembered_although_a_later_one_breaks_the_round(
    runtime: Runtime, office
) -> None:
    class Breaks(Moody):
        def send(self, to: str, subject: str, body: str, *, name: str) -> None:
            if len(self.sent) == 2:
                raise RuntimeError
            super().send(to, subject, body, name=name)

    runtime.mailer = Breaks()
    assert run(runtime, "deliver").failed == ("deliver",)
    first = runtime.mailer.sent
    runtime.mailer = Moody()
    run(runtime, "deliver")
    assert sorted(first + runtime.mailer.sent) == office


def test_the_release_of_a_week_is_built_once_also_when_somebody_was_first(
    runtime: Runtime, clock: FixedClock
) -> None:
    found_nation(runtime)
    secret = runtime.vault.secret("publication")
    publication.build(runtime.read, runtime.write, runtime.settings, runtime.pack, secret)
    assert run(runtime, "publish").done == {"publish": 0}
    clock.advance(days=7)
    assert run(runtime, "publish").failed == ()
    built = {path.name for path in runtime.settings.releases.iterdir() if path.is_dir()}
    assert {"2026-W10.r1", "2026-W11.r1"} <= built
    assert run(runtime, "publish").done == {}


def test_tidying_forgets_what_is_spent(runtime: Runtime, clock: FixedClock) -> None:
    found_nation(runtime)
    runtime.vault.store_file([b"a"], clock().date())
    runtime.vault.seal_state("walk", {}, clock())
    clock.advance(days=3)
    assert run(runtime, "tidy").done == {"tidy": 2}
    assert not runtime.read(lambda tx: list(tx.session.scalars(select(Outbox))))
