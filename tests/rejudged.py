"""A new pack arrives: running clocks are judged anew, as the hourly job does it."""

from reportdesk.jobs.rejudge import rejudge
from reportdesk.jobs.term import Term
from reportdesk.runtime import Runtime, system_clock
from reportdesk.services import leadership


def judged_anew(kit: Runtime) -> int:
    """How many dates changed under the pack of this process."""
    token = kit.write(lambda tx: leadership.lead(tx, "me", system_clock(), any_time=True))
    assert token is not None
    return rejudge(Term(kit, token, system_clock))
