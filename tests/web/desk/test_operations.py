"""The page about timed work: what it says, and to whom."""

from datetime import time

import pytest
from flask import Flask

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.jobs.leader import round_
from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from tests.fakes import FixedClock
from tests.office import Office
from tests.web.desk.visitor import Visitor


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    clock.set("2026-03-02", time(10, 45))
    return Office(runtime, clock)


@pytest.fixture
def visitor(app: Flask, office: Office) -> Visitor:
    """Whoever looks after the platform, signed in."""
    visitor = Visitor(app, office)
    visitor.sign_in(office.join("admin@example.org", Role.ADMIN, PLATFORM_AUTHORITY))
    return visitor


def test_a_site_whose_jobs_never_ran_says_what_to_run(visitor: Visitor) -> None:
    page = visitor.get("/desk/operations")
    assert "定时工作还没有运行过" in page.words
    assert "reportdesk jobs run" in page.words


def test_each_job_has_its_last_run_and_its_standing(
    visitor: Visitor, runtime: Runtime, clock: FixedClock
) -> None:
    round_(runtime, "me", machine_time=clock)
    assert "每一项都按时" in visitor.get("/desk/operations").words
    runtime.write(lambda tx: leadership.failed(tx, "publish", "OSError"))
    words = visitor.get("/desk/operations").words
    assert "失败了 1 次" in words
    assert "OSError" in words
    clock.set("2026-03-02", time(11, 12))
    words = visitor.get("/desk/operations?lang=en").words
    assert "12 minutes late" in words
    assert "Timed work seems to have stopped" in words


def test_a_clock_that_leapt_is_named_with_what_to_do(
    visitor: Visitor, runtime: Runtime, clock: FixedClock
) -> None:
    round_(runtime, "me", (), machine_time=clock)
    clock.advance(minutes=-20)
    round_(runtime, "me", (), machine_time=clock)
    words = visitor.get("/desk/operations").words
    assert "时钟往回跳了" in words
    assert "believe-clock" in words


@pytest.mark.parametrize(
    ("role", "authority", "status"),
    [
        (Role.PLATFORM, PLATFORM_AUTHORITY, 200),
        (Role.AUDITOR, PLATFORM_AUTHORITY, 403),
        (Role.ADMIN, "edu-420000", 404),
        (Role.OFFICER, "edu-420000", 403),
    ],
)
def test_only_the_platforms_people_see_it(
    app: Flask, office: Office, role: Role, authority: str, status: int
) -> None:
    visitor = Visitor(app, office)
    visitor.sign_in(office.join(f"{role.value}@example.org", role, authority))
    assert visitor.get("/desk/operations").status == status
    offered = "/desk/operations" in visitor.get("/desk/staff").markup
    assert offered == (status == 200)
