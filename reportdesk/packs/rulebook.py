"""The rulebook that a pack makes: what is kept of it beside the clocks it judges."""

from functools import lru_cache

from reportdesk.domain.rulebook import Rulebook
from reportdesk.packs.schema import Pack

GROUPS = ("clock", "clock_note", "clock_why", "clock_event", "clock_kind")
"""Groups of words that explanations use."""


@lru_cache(maxsize=16)
def rulebook(pack: Pack) -> Rulebook:
    """The pack's clocks and calendar, with the words and the titles that explain them."""
    cited = {rule.citation.law for rule in pack.clocks.values()}
    return Rulebook(
        stamps=pack.lineage,
        clocks=dict(pack.clocks),
        calendar=pack.calendar,
        ladder=pack.ladder,
        terms={
            group: {code: (words.zh, words.en) for code, words in pack.terms[group].items()}
            for group in GROUPS
            if pack.terms.get(group)
        },
        laws={law: source.en for law, source in pack.sources.items() if law in cited},
    )
