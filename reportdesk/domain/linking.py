"""Cases of a release that go on with one another, and when a pointer between them may be public.

A pointer tells of both cases what either says. One that would name the school of a report which
passed no gate for that is left out, and so is every pointer to a case that the release does not
have or that is withheld: the case that points would tell what it is about.
"""

from collections.abc import Mapping
from dataclasses import replace

from reportdesk.domain.case import Visibility
from reportdesk.domain.public_case import CaseFacts, PublicCase
from reportdesk.domain.public_time import REOPENED


def link(facts: Mapping[str, CaseFacts], cases: Mapping[str, PublicCase]) -> dict[str, PublicCase]:
    """The cases of a release, those that go on with one another linked in both.

    Not with a tombstone; and where a reporter began the later one, not with an earlier one that
    names a school which the later one does not name: the link would. Those that were merged point
    to the one they follow, by the same rule.
    """
    by_ref = {case.ref: key for key, case in cases.items()}
    linked = {
        key: _following(case, cases.get(by_ref.get(case.merged_into or "", "")))
        for key, case in cases.items()
    }
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


def _following(case: PublicCase, parent: PublicCase | None) -> PublicCase:
    """The case, without its pointer to the one it follows where that may not be public."""
    if parent is None or parent.level == Visibility.WITHHELD:
        return replace(case, merged_into=None)
    return case if parent.school in {None, case.school} else replace(case, merged_into=None)
