"""The job process as it is deployed: it begins at once, and ends when it is asked to."""

import signal
from datetime import UTC, datetime

import pytest

from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from reportdesk.storage.job import Lease, newest_runs
from tests.builders import HUBEI, found_nation, key_authority
from tests.processes import start, until


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_job_process_works_at_once_and_ends_when_asked(
    runtime: Runtime, ending: signal.Signals
) -> None:
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    process = start(runtime.settings, "jobs", "run")
    try:
        assert until(lambda: set(runtime.read(newest_runs)) >= {"sweep", "tidy"})
        process.send_signal(ending)
        said, complained = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, said, complained) == (0, "", "")
    lease = runtime.read(lambda tx: tx.session.get(Lease, leadership.LEASE))
    assert lease.expires_at <= datetime.now(UTC)  # a successor need not wait
