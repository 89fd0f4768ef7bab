"""How a public date comes about, in words frozen into the release."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from reportdesk.domain.clocks import Wording
from reportdesk.domain.public_clocks import PublicClock
from reportdesk.domain.rulebook import Rulebook
from reportdesk.packs.explain import explain, explain_rule
from reportdesk.packs.rulebook import rulebook
from reportdesk.packs.schema import Pack, Words


def explained(clock: PublicClock, pack: Pack, promised: Mapping[int, date | None]) -> Words:
    """Counted day by day where the day is public; otherwise the rule without any day.

    A date that another version judged is explained by that one; where that was not kept and gives
    another date, by its rule.
    """
    judge = clock.judge
    if judge is None or judge.hash == rulebook(pack).hash:
        return _counted(clock, rulebook(pack), pack, promised)
    return _counted(clock, judge, judge, promised)


def _counted(
    clock: PublicClock, judge: Rulebook, words: Wording, promised: Mapping[int, date | None]
) -> Words:
    """The count, by one version and in its words."""
    if not clock.exact:
        return _rule(clock, judge, words)
    due = judge.due_date(
        clock.key,
        clock.begun,
        extension_days=clock.extension_days,
        promised=promised.get(clock.measure) if clock.measure else None,
    )
    if due.due != clock.ends:
        return _rule(clock, judge, words)
    due = replace(due, wording=words)
    return Words("".join(explain(due, words, "zh")), " ".join(explain(due, words, "en")))


def _rule(clock: PublicClock, judge: Rulebook, words: Wording) -> Words:
    """The rule of the clock: from when, how long, on what ground."""
    rule = judge.clocks[clock.key]
    return Words(
        "".join(explain_rule(rule, words, "zh")), " ".join(explain_rule(rule, words, "en"))
    )
