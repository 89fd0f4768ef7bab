"""Where a report goes: the gold table, then what must hold for every combination."""

import csv
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.authority import (
    HEIGHT,
    MINISTRY_OF_EDUCATION,
    NOT_COVERED,
    AuthorityFacts,
    AuthorityIndex,
    AuthorityKind,
    Level,
    Place,
)
from reportdesk.domain.errors import Unavailable
from reportdesk.domain.routing import NotCovered, ReasonCode, SchoolFacts, route
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind

GOLD = Path(__file__).parent / "gold_routing.csv"

PLACES = {
    "hubei": Place("420000"),
    "wuhan": Place("420000", "420100"),
    "wuchang": Place("420000", "420100", "420106"),
    "xiantao": Place("420000", None, "429004"),
    "jiyuan": Place("410000", None, "419001"),
    "beijing": Place("110000"),
    "haidian": Place("110000", None, "110108"),
    "dongguan": Place("440000", "441900"),
    "zhongshan": Place("440000", "442000"),
    "danzhou": Place("460000", "460400"),
    "jiayuguan": Place("620000", "620200"),
    "shihezi": Place("650000", None, "659001"),
    "wujiaqu": Place("650000", None, "659004"),
    "kashgar": Place("650000", "653100"),
}
PARENTS = {
    "420106": "420100",
    "429004": "420000",
    "419001": "410000",
    "110108": "110000",
    "659001": "660000",
    "659004": "660000",
    "420100": "420000",
    "441900": "440000",
    "442000": "440000",
    "460400": "460000",
    "620200": "620000",
    "653100": "650000",
}
PROVINCES = ("110000", "410000", "420000", "440000", "460000", "620000", "650000", "660000")


def a_small_register() -> AuthorityIndex:
    """Education and human resources for the places above, as the register would have them."""
    found = [
        fact("edu-100000", Level.NATIONAL, None),
        fact("hr-100000", Level.NATIONAL, None),
        fact("min-miit", Level.NATIONAL, None),
        fact("min-plaaf", Level.NATIONAL, None),
        fact(PLATFORM_AUTHORITY, Level.PLATFORM, None),
    ]
    for code in PROVINCES:
        found += [fact(f"{p}-{code}", Level.PROVINCE, f"{p}-100000") for p in ("edu", "hr")]
    for code, parent in PARENTS.items():
        city = code.endswith("00")
        found.append(fact(f"edu-{code}", Level.CITY if city else Level.COUNTY, f"edu-{parent}"))
        if city:
            found.append(fact(f"hr-{code}", Level.CITY, f"hr-{parent}"))
    return AuthorityIndex.of(found)


def fact(authority_id: str, level: Level, parent: str | None) -> AuthorityFacts:
    kinds = {
        "edu": AuthorityKind.EDUCATION,
        "hr": AuthorityKind.HR,
        "min": AuthorityKind.MINISTRY,
        "platform": AuthorityKind.PLATFORM,
    }
    kind = kinds[authority_id.partition("-")[0]]
    return AuthorityFacts(
        authority_id, kind, f"名{authority_id}", f"Name {authority_id}", level, parent
    )


INDEX = a_small_register()
ROWS = list(csv.DictReader(GOLD.read_text(encoding="utf-8").splitlines()))


def test_the_gold_table_has_at_least_sixty_rows() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda r: "-".join((r["place"], r["kind"], r["ownership"], r["run_by"]))
)
def test_a_report_goes_where_the_gold_table_says(row: dict[str, str]) -> None:
    facts = SchoolFacts(
        place=PLACES[row["place"]],
        kind=SchoolKind(row["kind"]),
        ownership=Ownership(row["ownership"]),
        run_by=RunBy(row["run_by"]),
        supervisor=row["supervisor"] or None,
    )
    found = route(facts, INDEX)
    assert (found.primary, " ".join(found.ladder), " ".join(found.copied), found.reason.value) == (
        row["primary"],
        row["ladder"],
        row["copied"],
        row["reason"],
    )


def every_school() -> list[SchoolFacts]:
    supervisors = (None, "edu-100000", "edu-660000", "edu-420000", "min-miit", "min-unheard-of")
    return [
        SchoolFacts(place, kind, ownership, run_by, supervisor=supervisor)
        for place, kind, ownership, run_by, supervisor in product(
            PLACES.values(), SchoolKind, Ownership, RunBy, supervisors
        )
    ]


EVERY = every_school()


@given(st.sampled_from(EVERY), st.data())
def test_every_school_has_a_route_that_ascends_and_names_whom_it_names(
    facts: SchoolFacts, data: st.DataObject
) -> None:
    skip = data.draw(st.frozensets(st.sampled_from(sorted(INDEX.by_id))).map(without_platform))
    found = route(facts, INDEX, skip)
    chain = (found.primary, *found.ladder)
    heights = [HEIGHT[INDEX.get(i).level] for i in chain]
    assert heights == sorted(set(heights))
    assert len(set(found.copied)) == len(found.copied)
    assert found.primary not in found.copied
    assert not skip & {*chain, *found.copied}
    assert set(found.names) == set(found.names_en) == {*chain, *found.copied}


def without_platform(ids: frozenset[str]) -> frozenset[str]:
    return ids - {PLATFORM_AUTHORITY}


def test_every_combination_has_a_route_to_an_authority_never_to_a_school() -> None:
    for facts in EVERY:
        found = route(facts, INDEX)
        assert INDEX.get(found.primary).kind in {AuthorityKind.EDUCATION, AuthorityKind.HR}


def test_the_accused_authority_is_skipped_and_the_next_rung_takes_the_case() -> None:
    facts = SchoolFacts(PLACES["wuchang"], SchoolKind.JUNIOR_SECONDARY)
    found = route(facts, INDEX, frozenset({"edu-420106"}))
    assert (found.primary, found.ladder) == ("edu-420100", ("edu-420000",))
    assert found.params["skipped"] == "edu-420106"


def test_when_the_whole_ladder_is_accused_whoever_stands_above_takes_the_case() -> None:
    facts = SchoolFacts(PLACES["wuchang"], SchoolKind.JUNIOR_SECONDARY)
    found = route(facts, INDEX, frozenset({"edu-420106", "edu-420100", "edu-420000"}))
    assert (found.primary, found.ladder) == (MINISTRY_OF_EDUCATION, ())


def test_when_the_ministry_itself_is_accused_the_platform_desk_holds_the_case() -> None:
    facts = SchoolFacts(
        PLACES["wuhan"],
        SchoolKind.UNDERGRADUATE,
        run_by=RunBy.MINISTRY,
        supervisor=MINISTRY_OF_EDUCATION,
    )
    found = route(facts, INDEX, frozenset({MINISTRY_OF_EDUCATION}))
    assert (found.primary, found.copied) == (PLATFORM_AUTHORITY, ("edu-420000",))


@pytest.mark.parametrize("province", sorted(NOT_COVERED))
def test_hong_kong_macao_and_taiwan_are_said_to_be_not_covered(province: str) -> None:
    with pytest.raises(NotCovered) as refusal:
        route(SchoolFacts(Place(province), SchoolKind.PRIMARY), INDEX)
    assert (refusal.value.field, refusal.value.code) == ("province", "place_not_covered")


def test_a_named_local_bureau_decides_for_a_school_below_higher_education() -> None:
    facts = SchoolFacts(
        PLACES["wuchang"], SchoolKind.PRIMARY, managing="edu-420100", run_by=RunBy.COUNTY
    )
    found = route(facts, INDEX)
    assert (found.primary, found.reason) == ("edu-420100", ReasonCode.MANAGING_AUTHORITY)
    higher = SchoolFacts(PLACES["wuhan"], SchoolKind.HIGHER_VOCATIONAL, managing="edu-420100")
    assert route(higher, INDEX).primary == "edu-420000"


@pytest.mark.parametrize(
    ("facts", "rests"),
    [
        (SchoolFacts(PLACES["wuchang"], SchoolKind.PRIMARY), False),
        (SchoolFacts(PLACES["wuchang"], SchoolKind.TECHNICIAN_SCHOOL), False),
        (SchoolFacts(PLACES["wuchang"], SchoolKind.SENIOR_SECONDARY), True),
        (SchoolFacts(PLACES["wuhan"], SchoolKind.HIGHER_VOCATIONAL), True),
        (SchoolFacts(PLACES["wuhan"], SchoolKind.HIGHER_VOCATIONAL, Ownership.PRIVATE), False),
        (SchoolFacts(PLACES["wuhan"], SchoolKind.UNDERGRADUATE, registered=True), False),
        (SchoolFacts(PLACES["wuchang"], SchoolKind.OTHER, managing="edu-420106"), False),
    ],
)
def test_the_student_is_told_when_the_target_rests_on_their_answer(
    facts: SchoolFacts, rests: bool
) -> None:
    assert route(facts, INDEX).rests_on_answer is rests


def test_a_target_that_rests_on_no_answer_does_not_change_with_it() -> None:
    for facts in EVERY:
        if route(facts, INDEX).rests_on_answer or facts.supervisor is not None:
            continue
        others = {
            (r.primary, r.ladder)
            for run_by in RunBy
            for r in [route(SchoolFacts(facts.place, facts.kind, facts.ownership, run_by), INDEX)]
        }
        assert len(others) == 1, facts


def test_every_reason_is_reached() -> None:
    reached = {route(facts, INDEX).reason for facts in EVERY}
    assert reached == set(ReasonCode) - {ReasonCode.MANAGING_AUTHORITY}


def test_a_register_that_lacks_an_authority_is_said_to_be_incomplete() -> None:
    with pytest.raises(Unavailable, match="authority_missing"):
        route(SchoolFacts(Place("370000"), SchoolKind.PRIMARY), INDEX)
