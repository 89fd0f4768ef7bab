"""Reads ``retention.yaml``: how long what people wrote is kept after the end, by outcome."""

from collections.abc import Mapping
from pathlib import Path

from reportdesk.domain.retention import RetentionRule
from reportdesk.domain.taxonomy import Outcome
from reportdesk.packs.parts import citation, words
from reportdesk.packs.problems import Faults
from reportdesk.packs.reader import Value, read_yaml
from reportdesk.packs.schema import Source, Terms

KEPT = (1, 3650)
"""Fewest and most days."""
WARNED = (7, 90)
"""Fewest and most days of warning, which must be fewer than those of keeping."""
RETENTION_FIELDS = ("days", "warn", "reason", "citation")


def read_retention(
    path: Path,
    rules: dict[str, RetentionRule],
    terms: Terms,
    sources: Mapping[str, Source],
    faults: Faults,
) -> None:
    """One entry for each outcome, added to ``rules``; its reason becomes a term."""
    written: set[str] = set()
    for key, value in read_yaml(path).entries():
        with faults.attempt():
            outcome = key.code(Outcome)
            written.add(outcome.value)
            rules[outcome.value] = _rule(value, sources)
            reason = value.fields(RETENTION_FIELDS, ())["reason"]
            terms.setdefault("retention", {})[outcome.value] = words(reason)
    for outcome in Outcome:
        if outcome.value not in rules and outcome.value not in written:
            faults.add(str(path), 1, "missing_field", value=outcome.value)


def _rule(value: Value, sources: Mapping[str, Source]) -> RetentionRule:
    """Days of one outcome."""
    found = value.fields(RETENTION_FIELDS, ())
    days, warn = found["days"].whole(*KEPT), found["warn"].whole(*WARNED)
    if warn >= days:
        found["warn"].fail("above", value=warn, most=days - 1)
    return RetentionRule(days, warn, citation(found["citation"], sources))
