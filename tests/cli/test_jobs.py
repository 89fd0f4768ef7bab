"""``reportdesk jobs once``: a pretended day, once, also by two processes of the machine."""

from datetime import date, timedelta

import pytest

from reportdesk.runtime import Runtime
from tests.county import County, found_county
from tests.processes import run, start

DUE = date(2026, 3, 17)


@pytest.fixture
def county(runtime: Runtime) -> County:
    return found_county(runtime)


def mails(runtime: Runtime) -> list[str]:
    return sorted(path.name for path in (runtime.settings.instance / "outbox").glob("*.eml"))


def test_the_four_days_of_a_case_left_alone(runtime: Runtime, county: County) -> None:
    case_id = county.file()
    reached = []
    for days in (1, 16, 31, 46):
        day = (DUE + timedelta(days=days)).isoformat()
        code, said, _ = run(runtime.settings, "jobs", "once", "--now", day)
        assert (code, "sweep: " in said) == (0, True)
        reached.append(county.rungs(case_id)[-1][1])
    assert reached == ["S1", "S2", "S3", "S4"]


def test_twice_is_once_and_it_says_so(runtime: Runtime, county: County) -> None:
    case_id = county.file()
    run(runtime.settings, "jobs", "once", "--now", "2026-05-02")
    before, letters = county.names(case_id), mails(runtime)
    code, said, _ = run(runtime.settings, "jobs", "once", "--now", "2026-05-02")
    assert (code, said) == (0, "nothing was due\n")
    assert (county.names(case_id), mails(runtime)) == (before, letters)


def test_two_processes_at_once_do_everything_once(runtime: Runtime, county: County) -> None:
    case_id = county.file()
    both = [start(runtime.settings, "jobs", "once", "--now", "2026-05-02") for _ in range(2)]
    said = sorted(process.communicate(timeout=120)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == "nothing was due\n"
    assert "sweep: 8" in said[1]
    rungs = [rung for _, rung, _, _ in county.rungs(case_id)]
    assert sorted(rungs) == sorted(set(rungs))
    events = [event for _, event in county.names(case_id)]
    assert (events.count("notice_overdue"), events.count("rung_fired")) == (1, 7)
    assert len(mails(runtime)) == 3 + 1 + 1 + 1  # its readers, and three supervisors


def test_a_job_that_fails_is_named_and_the_exit_code_says_so(
    runtime: Runtime, county: County
) -> None:
    blocked = runtime.settings.releases
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file where a folder should be")
    code, _, complained = run(runtime.settings, "jobs", "once", "--now", "2026-05-02")
    assert code == 1
    assert "failed and due again: publish" in complained


def test_a_pretended_day_is_refused_in_production(runtime: Runtime) -> None:
    code, _, complained = run(
        runtime.settings,
        "jobs",
        "once",
        "--now",
        "2026-05-02",
        REPORTDESK_ENV="production",
        REPORTDESK_SITE_URL="https://example.org",
        REPORTDESK_FAST_ARGON2="0",
    )
    assert code == 1
    assert "this is production" in complained


def test_a_day_that_is_none_is_refused(runtime: Runtime) -> None:
    code, _, complained = run(runtime.settings, "jobs", "once", "--now", "tomorrow")
    assert code == 2
    assert "tomorrow" in complained
