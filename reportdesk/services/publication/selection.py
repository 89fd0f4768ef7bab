"""Selects, judges and freezes what a release shows; reads plain columns only, writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportdesk.domain.authority import AuthorityKind
from reportdesk.domain.case import Stage, Visibility
from reportdesk.domain.disclosure import (
    AT_ONCE,
    Gates,
    WithheldReason,
    batch,
    eligible_on,
    extra_hold,
)
from reportdesk.domain.errors import BadInput, Conflict
from reportdesk.domain.linking import link
from reportdesk.domain.provinces import ISO, iso_province
from reportdesk.domain.public_case import CaseFacts, PublicCase
from reportdesk.domain.public_clocks import Book
from reportdesk.domain.public_time import View, public_events, public_stage
from reportdesk.domain.publishing import public_case
from reportdesk.packs.open_data import code_words, pack_words
from reportdesk.packs.schema import Pack
from reportdesk.release.explained import explained
from reportdesk.release.fields import FIELDS
from reportdesk.release.labels import week_label, week_labels
from reportdesk.release.revision import Leaving
from reportdesk.release.rows import row_of
from reportdesk.release.schema import AuthorityRow, Frozen, Header, Row, Words
from reportdesk.settings import Settings
from reportdesk.storage.db import Tx
from reportdesk.storage.ledger import released_cases, releases
from reportdesk.storage.publishable import (
    authorities,
    cases_by_id,
    divisions,
    facts_of,
    for_coarsening,
    school_names,
)
from reportdesk.storage.register import Authority

PROVINCE_CODES = {f"{prefix}0000" for prefix in ISO}
COMPETENT = frozenset({AuthorityKind.EDUCATION, AuthorityKind.HR})
"""Kinds of authority that a case can be sent to."""
NEVER_NEW = frozenset({Stage.WITHDRAWN, Stage.MERGED})
"""Stages in which a case that was never public stays so."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What a release will show, the cases new in it with their drawn hold, and what must leave."""

    frozen: Frozen
    new: Mapping[str, int]
    leaving: Leaving


def select(tx: Tx, settings: Settings, pack: Pack, secret: bytes, label: str | None) -> Selected:
    """Everything the release of today shows; raises Conflict or BadInput for its label."""
    chosen = _label(tx, settings, label)
    gates = AT_ONCE if settings.release_at_once else Gates()
    view = View(tx.today, gates.monthly)
    first = released_cases(tx)
    facts = facts_of(tx, cases_by_id(tx).values(), demonstration=settings.demo)
    gone = {case for case, known in facts.items() if _withdrawn(known, view)}
    new = _enter(facts, first, secret, view, gates)
    first |= dict.fromkeys(new, chosen)
    shown = [case for case in first if case in facts and case not in gone]
    known = authorities(tx)
    cases = _publish(facts, shown, view, pack, known)
    frozen = Frozen(
        Header(chosen, 1, view.as_of, view.standing_on, settings.site_url, settings.demo),
        tuple(_row(cases[case], facts[case], pack, first[case]) for case in shown),
        _words(tx, pack, known, cases.values()),
        _listed(known),
    )
    drawn = {case: extra_hold(secret, case, gates) for case in sorted(new)}
    return Selected(frozen, drawn, _leaving(facts, gone))


def _label(tx: Tx, settings: Settings, given: str | None) -> str:
    """The label to build: of this week, so that none is newest for ever, and not taken yet."""
    known, allowed = releases(tx), week_labels(tx.today)
    if given is not None and given not in allowed:
        raise BadInput("label", "release_label", label=given, this_week=allowed[0])
    wanted = given or week_label(tx.today)
    if wanted not in known:
        return wanted
    if given is None and settings.release_at_once:
        free = next((label for label in allowed if label not in known), None)
        if free is not None:
            return free
    raise Conflict("release_exists", label=wanted)


def _withdrawn(facts: CaseFacts, view: View) -> bool:
    """Whether the public may know by now that the case was withdrawn: it leaves without a trace."""
    return public_stage(public_events(facts.events, view)) is Stage.WITHDRAWN


def _leaving(facts: Mapping[str, CaseFacts], gone: set[str]) -> Leaving:
    """What leaves earlier releases, whether or not the ledger says that it is in them."""
    withheld = {
        known.ref: WithheldReason.of(known.withheld_reason).value
        for known in facts.values()
        if known.visibility == Visibility.WITHHELD
    }
    excerpts = {known.ref: frozenset(known.excerpts) for known in facts.values() if known.excerpts}
    return Leaving(frozenset(facts[case].ref for case in gone), withheld, excerpts)


def _enter(
    facts: Mapping[str, CaseFacts],
    first: Mapping[str, str],
    secret: bytes,
    view: View,
    gates: Gates,
) -> frozenset[str]:
    """The cases that this release shows for the first time."""
    waiting = {
        case: eligible_on(known.filed_on, extra_hold(secret, case, gates), gates)
        for case, known in facts.items()
        if case not in first and _may_enter(known)
    }
    tombstones = {case for case in waiting if facts[case].visibility == Visibility.WITHHELD}
    return batch(waiting, view.as_of, gates, tombstones)


def _may_enter(facts: CaseFacts) -> bool:
    """Whether a case that was never public may become so; its true stage decides."""
    last = max(facts.events, key=lambda event: event.number, default=None)
    return last is None or last.stage not in NEVER_NEW


def _publish(
    facts: Mapping[str, CaseFacts],
    shown: Iterable[str],
    view: View,
    pack: Pack,
    known: Mapping[str, Authority],
) -> dict[str, PublicCase]:
    """Every public value of the cases shown."""
    book = Book(pack.clocks, pack.calendar, pack.ladder)
    coarse = for_coarsening(known)
    made = {case: public_case(facts[case], view, book, coarse) for case in shown}
    return link(facts, made)


def _row(case: PublicCase, facts: CaseFacts, pack: Pack, first: str) -> Row:
    """The stored row of a case, with the words for its dates."""
    promised = {measure.number: measure.promised_on for measure in facts.measures}
    return row_of(case, lambda clock: explained(clock, pack, promised), first)


def _words(
    tx: Tx, pack: Pack, known: Mapping[str, Authority], cases: Iterable[PublicCase]
) -> Words:
    """Every word that codes of this release are read with, names of places and bodies included."""
    shown = list(cases)
    groups = {field.words for field in FIELDS if field.words} | {"question"}
    places = {case.division for case in shown if case.division} | PROVINCE_CODES
    schools = school_names(tx, {case.school for case in shown if case.school})
    found = {**pack_words(pack, groups), **code_words()}
    for code, names in divisions(tx, places).items():
        found["division", code] = names
        if code in PROVINCE_CODES:
            found["province", iso_province(code)] = names
    for row in known.values():
        if row.kind in COMPETENT:
            found["authority", row.id] = (row.name, row.name_en)
    for school, name in schools.items():
        found["school", school] = (name, name)
    return Words(found)


def _listed(known: Mapping[str, Authority]) -> tuple[AuthorityRow, ...]:
    """The code list of authorities: who may answer for a school, with or without a case."""
    return tuple(
        AuthorityRow(
            row.id,
            row.level,
            iso_province(row.division_code) if row.division_code else None,
            row.parent_id,
        )
        for row in known.values()
        if row.kind in COMPETENT
    )
