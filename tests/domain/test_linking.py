"""When the link between an ended case and the one that goes on with it may be public."""

from datetime import date
from types import SimpleNamespace

from reportdesk.domain.linking import link
from reportdesk.domain.public_case import PublicCase
from reportdesk.domain.public_time import EventFact


def linked(earlier: dict[str, str], later: dict[str, str], first: str = "filed"):
    """Both rows after linking; the later case begins with the event ``first``."""
    day = date(2026, 3, 2)
    begun = (EventFact(1, day, day, first, "reporter", "routed"),)
    facts = {
        "e": SimpleNamespace(linked_ref=None, events=()),
        "l": SimpleNamespace(linked_ref="AAAA-0001", events=begun),
    }
    cases = {
        "e": PublicCase("AAAA-0001", **{"level": "stub", **earlier}),
        "l": PublicCase("BBBB-0002", **{"level": "stub", **later}),
    }
    made = link(facts, cases)
    return made["e"], made["l"]


def test_both_say_it_where_neither_names_more_than_the_other() -> None:
    earlier, later = linked({}, {})
    assert (earlier.reopened_as, later.reopens) == ("BBBB-0002", "AAAA-0001")
    assert linked({"level": "full", "school": "s"}, {"level": "full", "school": "s"})[0].reopened


def test_a_link_never_names_the_school_of_a_report_that_is_not_published_in_full() -> None:
    full = {"level": "full", "school": "s"}
    earlier, later = linked(full, {})
    assert (earlier.reopened_as, earlier.reopened, later.reopens) == (None, None, None)
    assert linked(full, {}, "reopened")[1].reopens == "AAAA-0001", "no report is behind it"


def test_a_tombstone_is_linked_with_nothing() -> None:
    assert linked({"level": "withheld"}, {})[1].reopens is None
    assert linked({}, {"level": "withheld"})[0].reopened_as is None


def followed(child: dict[str, str], parent: dict[str, str]) -> str | None:
    """What a merged case says of the one it follows."""
    cases = {
        "c": PublicCase("AAAA-0001", **{"level": "stub", **child}, merged_into="BBBB-0002"),
        "p": PublicCase("BBBB-0002", **{"level": "stub", **parent}),
    }
    nothing = SimpleNamespace(linked_ref=None, events=())
    return link({"c": nothing, "p": nothing}, cases)["c"].merged_into


def test_a_merged_case_names_the_one_it_follows_where_that_names_no_more_than_itself() -> None:
    full = {"level": "full", "school": "s"}
    assert followed({}, {}) == followed(full, full) == "BBBB-0002"
    assert followed({}, full) is None, "it would say that this report is about that school"
    assert followed({}, {"level": "withheld"}) is None
