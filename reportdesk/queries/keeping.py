"""What a page says about keeping: when content goes, who holds that off, what is withheld."""

from dataclasses import dataclass
from datetime import date

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor
from reportdesk.domain.retention import Schedule, may_hold
from reportdesk.packs.schema import Pack
from reportdesk.queries.choosing import Names, authority_names
from reportdesk.storage.acts import reach
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.hold import holds_of, waiting_holds
from reportdesk.storage.overseeing import overseen
from reportdesk.storage.retention import announced, plan_of, plan_row
from reportdesk.storage.withholding import undecided, withheld_now


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One legal hold; it waits for a second person until ``put_on``, and runs until ``until``."""

    number: int
    authority: Names
    reason: str
    until: date
    put_on: date | None
    runs: bool
    mine: bool
    """Whether the actor asked for it, and so cannot be its second person."""
    ours: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """When the content of a case goes; ``plan`` is None while something runs."""

    plan: Schedule | None
    days: int | None
    warned_on: date | None
    begun: bool
    destroyed_on: date | None
    rule: str | None
    holds: tuple[HoldLine, ...]
    may_hold: bool


@dataclass(frozen=True, slots=True)
class WithheldLine:
    """Why a case is out of the public record, and which second decision waits."""

    reason: str
    set_on: date
    confirmed: bool
    lift_asked: bool
    i_set: bool
    i_asked: bool
    redacted_on: date | None


@dataclass(frozen=True, slots=True)
class Overseen:
    """A case as the platform desk sees it for its public record: no content."""

    ref: str
    version: int
    stage: str
    practice: str
    visibility: str
    holder: Names
    withheld: WithheldLine | None
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class Undecided:
    """Something that waits for a second person of the platform."""

    ref: str
    what: str
    """``withheld``, ``showing_asked`` or ``hold_asked``."""
    on: date


def keeping(tx: Tx, pack: Pack, actor: Actor, ref: str) -> Keeping:
    """For whoever may read the case; raises NotFound."""
    return _keeping(tx, pack, actor, reach(tx, actor, ref))


def oversight(tx: Tx, pack: Pack, actor: Actor, ref: str) -> Overseen:
    """For the platform desk; raises NotAllowed and NotFound."""
    case = overseen(tx, actor, ref)
    return Overseen(
        ref=case.ref,
        version=case.version,
        stage=case.stage,
        practice=case.practice,
        visibility=case.visibility,
        holder=authority_names(tx, {case.authority_id})[case.authority_id],
        withheld=_withheld(tx, actor, case),
        keeping=_keeping(tx, pack, actor, case),
    )


def soon_destroyed(tx: Tx, actor: Actor) -> list[tuple[str, date]]:
    """References of the actor's authority's cases whose destruction was announced, with the day."""
    return [(case.ref, due) for case, due in announced(tx, actor.authority_id)]


def waiting(tx: Tx) -> list[Undecided]:
    """Everything that waits for a second person of the platform, oldest first."""
    found = [
        Undecided(
            tx.session.get_one(Case, row.case_id).ref,
            "showing_asked" if row.lift_asked_at else "withheld",
            (row.lift_asked_at or row.set_at).date(),
        )
        for row in undecided(tx)
    ]
    found += [
        Undecided(tx.session.get_one(Case, row.case_id).ref, "hold_asked", row.asked_at.date())
        for row in waiting_holds(tx)
    ]
    return sorted(found, key=lambda one: (one.on, one.ref))


def _withheld(tx: Tx, actor: Actor, case: Case) -> WithheldLine | None:
    """The withholding that lasts."""
    row = withheld_now(tx, case.case_id)
    if row is None:
        return None
    return WithheldLine(
        reason=row.reason,
        set_on=row.set_at.date(),
        confirmed=row.confirmed_at is not None,
        lift_asked=row.lift_asked_at is not None,
        i_set=row.set_by == actor.account_id,
        i_asked=row.lift_asked_by == actor.account_id,
        redacted_on=row.redacted_on,
    )


def _keeping(tx: Tx, pack: Pack, actor: Actor, case: Case) -> Keeping:
    """The plan and the holds of a case."""
    head = governing(tx, case)
    row, plan = plan_row(tx, head.case_id), plan_of(tx, pack, head)
    begun = row is not None and row.begun_on is not None
    return Keeping(
        plan=None if begun else plan,
        days=pack.retention[plan.outcome].days if plan else None,
        warned_on=row.warned_on if row else None,
        begun=begun,
        destroyed_on=row.destroyed_on if row else None,
        rule=row.outcome if row else None,
        holds=_holds(tx, actor, case),
        may_hold=not begun
        and may_hold(actor, case.authority_id, case.ladder, case.reason_params.get("skipped")),
    )


def _holds(tx: Tx, actor: Actor, case: Case) -> tuple[HoldLine, ...]:
    """Holds of the case, those asked for and not decided only for the platform."""
    rows = holds_of(tx, [case.case_id])
    if actor.authority_id != PLATFORM_AUTHORITY:
        rows = [row for row in rows if row.put_on is not None]
    names = authority_names(tx, {row.authority_id for row in rows})
    return tuple(
        HoldLine(
            number=row.number,
            authority=names[row.authority_id],
            reason=row.reason,
            until=row.until,
            put_on=row.put_on,
            runs=row.ended_on is None and row.until >= tx.today,
            mine=row.asked_by == actor.account_id,
            ours=row.authority_id == actor.authority_id,
        )
        for row in rows
    )
