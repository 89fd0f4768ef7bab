"""What to know before writing: what happens and by when, who reads it, what nobody can protect."""

from flask import render_template

from reportdesk.domain.ladders import Anchor
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.services import intake
from reportdesk.web.context import read, runtime
from reportdesk.web.labels import label, the_pack
from reportdesk.web.report.filing import report


@report.get("/report/before")
def before() -> str:
    """Two minutes to read; the days are those of the pack for a report filed today."""
    pack, today = the_pack(), runtime().clock().date()
    return render_template(
        "report/before.html",
        today=today,
        notice=pack.due_date(ClockKey.NOTICE, today),
        pack=pack,
        rungs=_rungs(),
        open=read(intake.is_open),
        at_once=runtime().settings.slots_at_once,
    )


def _rungs() -> list[tuple[int, str]]:
    """What happens later than the first overdue day, by the day of lateness on which it does."""
    ladder = the_pack().ladder
    climbed = ladder.clocks.get(ClockKey.NOTICE, frozenset())
    return [
        (rule.offset + 1, label("rung", rule.rung))
        for rule in ladder.rungs
        if rule.rung in climbed and rule.anchor is Anchor.OVERDUE and rule.offset > 0
    ]
