"""Cases of a release that go on with one another, and when the link may be public."""

from collections.abc import Mapping
from dataclasses import replace

from reportdesk.domain.case import Visibility
from reportdesk.domain.public_case import CaseFacts, PublicCase
from reportdesk.domain.public_time import REOPENED


def link(facts: Mapping[str, CaseFacts], cases: Mapping[str, PublicCase]) -> dict[str, PublicCase]:
    """The cases of a release, those that go on with one another linked in both.

    Not with a tombstone; and where a reporter began the later one, not with an earlier one that
    names a school which the later one does not name: the link would.
    """
    linked, by_ref = dict(cases), {case.ref: key for key, case in cases.items()}
    for key, later in cases.items():
        before = by_ref.get(facts[key].linked_ref or "")
        if before is None:
            continue
        earlier = linked[before]
        own_act = any(event.event == REOPENED for event in facts[key].events)
        named = own_act or earlier.school in {None, later.school}
        if Visibility.WITHHELD in {earlier.level, later.level} or not named:
            continue
        linked[key] = replace(linked[key], reopens=earlier.ref)
        others = (earlier.reopened_as or "").split(";")
        refs = ";".join(sorted({*others, later.ref} - {""}))
        full = earlier.level == Visibility.FULL
        linked[before] = replace(
            earlier, reopened_as=refs, reopened=True if full else earlier.reopened
        )
    return linked
