"""How a public date comes about, in words frozen into the release."""

from collections.abc import Mapping
from datetime import date

from reportdesk.domain.clocks import due_date
from reportdesk.domain.public_clocks import PublicClock
from reportdesk.packs.explain import explain, explain_rule
from reportdesk.packs.schema import Pack, Words


def explained(clock: PublicClock, pack: Pack, promised: Mapping[int, date | None]) -> Words:
    """Counted day by day where the day is public; otherwise the rule without any day.

    A date that was judged by another calendar than the pack's present one is told by its rule.
    """
    if not clock.exact:
        return _rule(clock, pack)
    due = due_date(
        pack.clocks,
        clock.key,
        clock.begun,
        pack.calendar,
        extension_days=clock.extension_days,
        promised=promised.get(clock.measure) if clock.measure else None,
    )
    if due.due != clock.ends:
        return _rule(clock, pack)
    return Words("".join(explain(due, pack, "zh")), " ".join(explain(due, pack, "en")))


def _rule(clock: PublicClock, pack: Pack) -> Words:
    """The rule of the clock: from when, how long, on what ground."""
    rule = pack.clocks[clock.key]
    return Words("".join(explain_rule(rule, pack, "zh")), " ".join(explain_rule(rule, pack, "en")))
