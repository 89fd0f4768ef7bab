"""Which authority a report goes to, who stands above it, who is informed, and why.

The rules are the table of the design's section 7: the level that approves or runs a school of this
kind supervises it, and a report never goes to the school itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.authority import (
    CORPS,
    MINISTRY_OF_EDUCATION,
    NOT_COVERED,
    AuthorityIndex,
    Level,
    Place,
    climb,
    province_above,
    rung,
)
from reportdesk.domain.errors import BadInput, Unavailable
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind


class ReasonCode(StrEnum):
    """Why a route leads where it does; its words are in the register, its source in the pack."""

    COMPULSORY_COUNTY = "compulsory_county"
    SENIOR_BY_RUNNER = "senior_by_runner"
    VOCATIONAL_BY_APPROVER = "vocational_by_approver"
    TECHNICIAN_HR = "technician_hr"
    HIGHER_VOCATIONAL_PROVINCE = "higher_vocational_province"
    HIGHER_VOCATIONAL_CITY_RUN = "higher_vocational_city_run"
    UNDERGRADUATE_PROVINCE = "undergraduate_province"
    UNDERGRADUATE_CITY_RUN = "undergraduate_city_run"
    RUN_BY_MOE = "run_by_moe"
    RUN_BY_OTHER_MINISTRY = "run_by_other_ministry"
    PRIVATE_APPROVER = "private_approver"
    XPCC_RUN = "xpcc_run"
    MANAGING_AUTHORITY = "managing_authority"
    OTHER_BY_RUNNER = "other_by_runner"


class NotCovered(BadInput):
    """No authority of this pack is competent in the province; said before anything is written."""


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What decides a route. Give what is known; the rest has a most plausible default."""

    place: Place
    kind: SchoolKind
    ownership: Ownership = Ownership.PUBLIC
    run_by: RunBy = RunBy.UNKNOWN
    registered: bool = False
    """Whether ``run_by`` stands in the register rather than in somebody's answer."""
    supervisor: str | None = None
    """Authority id of the department the register names as supervising (主管部门)."""
    managing: str | None = None
    """Authority id of the local bureau the register names (属地管理), e.g. of a functional zone."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes. Ids are keys of ``names`` (Chinese) and ``names_en``."""

    primary: str
    ladder: tuple[str, ...]
    """Authorities above the primary, lowest first; may be empty."""
    copied: tuple[str, ...]
    reason: ReasonCode
    params: Mapping[str, str]
    rests_on_answer: bool
    """Whether another answer to "who runs the school" could lead elsewhere."""
    names: Mapping[str, str] = field(default_factory=dict)
    names_en: Mapping[str, str] = field(default_factory=dict)

    @property
    def citation(self) -> str:
        """Key of the source in the pack's citations."""
        return self.reason.value

    @property
    def next(self) -> str | None:
        """The rung directly above the primary."""
        return self.ladder[0] if self.ladder else None


@dataclass(frozen=True, slots=True)
class _Choice:
    """A route before anybody is skipped: the whole ladder with the primary first."""

    chain: tuple[str, ...]
    reason: ReasonCode
    copied: tuple[str, ...] = ()


def route(
    facts: SchoolFacts, authorities: AuthorityIndex, skip: frozenset[str] = frozenset()
) -> Route:
    """The authority for ``facts``, without those in ``skip`` (accused ones).

    Raises NotCovered for Hong Kong, Macao and Taiwan, and Unavailable when the register lacks an
    authority the rule needs.
    """
    if facts.place.province in NOT_COVERED:
        raise NotCovered("province", "place_not_covered", province=facts.place.province)
    choice = _choose(facts, authorities)
    chain = _without(choice.chain, skip, authorities)
    primary, ladder = chain[0], chain[1:]
    copied = tuple(c for c in choice.copied if c not in skip and c != primary)
    named = [authorities.get(i) for i in dict.fromkeys((*chain, *copied))]
    return Route(
        primary=primary,
        ladder=ladder,
        copied=copied,
        reason=choice.reason,
        params=_params(facts, choice, authorities, primary),
        rests_on_answer=_rests_on_answer(facts),
        names={a.id: a.name for a in named},
        names_en={a.id: a.name_en for a in named},
    )


def _choose(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """The row of the table that applies: a named bureau first, then private, then by kind."""
    local = facts.kind not in _NOT_LOCAL
    if local and facts.managing is not None and facts.managing in index.by_id:
        return _Choice(climb(facts.managing, index), ReasonCode.MANAGING_AUTHORITY)
    if facts.kind is SchoolKind.TECHNICIAN_SCHOOL:
        return _technician(facts, index)
    if facts.ownership is Ownership.PRIVATE:
        return _private(facts, index)
    return _BY_KIND[facts.kind](facts, index)


def _compulsory(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """Public primary and junior secondary: the county, whoever is said to run the school."""
    start = rung(facts.place, Level.COUNTY, index)
    return _Choice(climb(start, index), ReasonCode.COMPULSORY_COUNTY)


def _by_runner(reason: ReasonCode, default: Level) -> Callable[..., _Choice]:
    """A rule for schools whose runner supervises them; ``default`` when nobody knows."""

    def rule(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
        if facts.run_by is RunBy.MINISTRY:
            return _other_ministry(facts, index)
        start = rung(facts.place, _LEVEL_OF.get(facts.run_by, default), index)
        return _Choice(climb(start, index), reason)

    return rule


def _vocational(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """Public secondary vocational: county or city approved it; above both stands the province."""
    choice = _by_runner(ReasonCode.VOCATIONAL_BY_APPROVER, Level.CITY)(facts, index)
    primary, *above = choice.chain
    high = tuple(i for i in above if index.get(i).level is not Level.CITY)
    return _Choice((primary, *high), choice.reason, choice.copied)


def _technician(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """Technician schools, public or private: human resources of the city; education is copied."""
    education = rung(facts.place, Level.CITY, index)
    province = province_above(facts.place, index)
    start = index.first(_hr(education), _hr(province))
    if start is None:
        raise Unavailable("authority_missing", id=_hr(province))
    return _Choice(climb(start, index), ReasonCode.TECHNICIAN_HR, (education,))


def _higher(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """Public higher education: the province, unless a central body or the Corps runs it."""
    if facts.run_by is RunBy.MINISTRY:
        likely = MINISTRY_OF_EDUCATION if facts.kind is SchoolKind.UNDERGRADUATE else None
        if (facts.supervisor or likely) == MINISTRY_OF_EDUCATION:
            return _ministry_of_education(facts, index)
        return _other_ministry(facts, index)
    province = _supervising_province(facts, index)
    if province == CORPS:
        return _Choice(climb(province, index), ReasonCode.XPCC_RUN)
    vocational = facts.kind is SchoolKind.HIGHER_VOCATIONAL
    city = rung(facts.place, Level.CITY, index)
    if facts.run_by is RunBy.CITY and city != province:
        reason = (
            ReasonCode.HIGHER_VOCATIONAL_CITY_RUN
            if vocational
            else ReasonCode.UNDERGRADUATE_CITY_RUN
        )
        return _Choice(climb(province, index), reason, (city,))
    reason = (
        ReasonCode.HIGHER_VOCATIONAL_PROVINCE if vocational else ReasonCode.UNDERGRADUATE_PROVINCE
    )
    return _Choice(climb(province, index), reason)


def _ministry_of_education(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """Run by the Ministry of Education: the ministry itself; the province is copied."""
    province = province_above(facts.place, index)
    return _Choice((MINISTRY_OF_EDUCATION,), ReasonCode.RUN_BY_MOE, (province,))


def _other_ministry(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """Run by another ministry: the province; both ministries are copied."""
    ministry = index.first(facts.supervisor)
    copied = dict.fromkeys((MINISTRY_OF_EDUCATION, *((ministry,) if ministry else ())))
    province = province_above(facts.place, index)
    return _Choice(climb(province, index), ReasonCode.RUN_BY_OTHER_MINISTRY, tuple(copied))


def _private(facts: SchoolFacts, index: AuthorityIndex) -> _Choice:
    """Private schools: whoever approved them, by level as for public ones, then the next level."""
    if facts.kind in _HIGHER:
        start = _supervising_province(facts, index)
    elif facts.kind in _COMPULSORY:
        start = rung(facts.place, Level.COUNTY, index)
    else:
        default = Level.CITY if facts.kind is SchoolKind.SECONDARY_VOCATIONAL else Level.COUNTY
        start = rung(facts.place, _LEVEL_OF.get(facts.run_by, default), index)
    return _Choice(climb(start, index), ReasonCode.PRIVATE_APPROVER)


_COMPULSORY = frozenset({SchoolKind.PRIMARY, SchoolKind.JUNIOR_SECONDARY})
_HIGHER = frozenset({SchoolKind.HIGHER_VOCATIONAL, SchoolKind.UNDERGRADUATE})
_NOT_LOCAL = _HIGHER | {SchoolKind.TECHNICIAN_SCHOOL}
_LEVEL_OF = {
    RunBy.COUNTY: Level.COUNTY,
    RunBy.CITY: Level.CITY,
    RunBy.PROVINCE: Level.PROVINCE,
}
_BY_KIND: dict[SchoolKind, Callable[[SchoolFacts, AuthorityIndex], _Choice]] = {
    SchoolKind.PRIMARY: _compulsory,
    SchoolKind.JUNIOR_SECONDARY: _compulsory,
    SchoolKind.SENIOR_SECONDARY: _by_runner(ReasonCode.SENIOR_BY_RUNNER, Level.COUNTY),
    SchoolKind.SECONDARY_VOCATIONAL: _vocational,
    SchoolKind.HIGHER_VOCATIONAL: _higher,
    SchoolKind.UNDERGRADUATE: _higher,
    SchoolKind.OTHER: _by_runner(ReasonCode.OTHER_BY_RUNNER, Level.COUNTY),
}


def _without(
    chain: tuple[str, ...], skip: frozenset[str], index: AuthorityIndex
) -> tuple[str, ...]:
    """``chain`` without those in ``skip``; if nobody is left, whoever stands above, then us."""
    left = tuple(i for i in chain if i not in skip)
    above = index.get(chain[-1]).parent_id
    while not left and above is not None:
        left = () if above in skip else (above,)
        above = index.get(above).parent_id
    return left or (PLATFORM_AUTHORITY,)


def _supervising_province(facts: SchoolFacts, index: AuthorityIndex) -> str:
    """The province-rank authority the register names, else that of the place."""
    named = index.by_id.get(facts.supervisor or "")
    if named is not None and named.level is Level.PROVINCE:
        return named.id
    return province_above(facts.place, index)


def _hr(education_id: str) -> str:
    """Id of the human-resources body of the same division."""
    return "hr-" + education_id.removeprefix("edu-")


def _rests_on_answer(facts: SchoolFacts) -> bool:
    """Whether the route would change with another answer to "who runs the school"."""
    if facts.registered or facts.kind in _COMPULSORY:
        return False
    if facts.kind is SchoolKind.TECHNICIAN_SCHOOL or (facts.managing and facts.kind not in _HIGHER):
        return False
    return not (facts.kind in _HIGHER and facts.ownership is Ownership.PRIVATE)


def _params(
    facts: SchoolFacts, choice: _Choice, index: AuthorityIndex, primary: str
) -> dict[str, str]:
    """What the sentence of the reason fills in: whom the rule names, and whether it was skipped."""
    named = index.get(choice.chain[0])
    params = {
        "kind": facts.kind.value,
        "run_by": facts.run_by.value,
        "level": named.level.value,
        "authority": named.name,
        "authority_en": named.name_en,
    }
    if choice.chain[0] != primary:
        params["skipped"] = choice.chain[0]
    return params
