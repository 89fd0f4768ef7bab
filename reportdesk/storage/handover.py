"""Handovers: which cases wait to be sealed anew, for whom, and who can open the custodian's key."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import OPEN, Stage
from reportdesk.domain.handover import GOES_ON
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.merging import gathered
from reportdesk.storage.report import ASKED, CUSTODIAN, Report, ReportKey, drop_wraps, give_key
from reportdesk.storage.report import OPEN as OPEN_LAYER
from reportdesk.storage.staff import (
    Account,
    AuthorityKey,
    CustodianShare,
    Handover,
    custodian,
    is_active,
)
from reportdesk.storage.suspected import unseen


def open_handovers(tx: Tx, authority_id: str | None = None) -> list[Handover]:
    """Handovers asked for and not done, of one authority or of all."""
    rows = select(Handover).where(Handover.done_at.is_(None))
    if authority_id is not None:
        rows = rows.where(Handover.to_authority_id == authority_id)
    return list(tx.session.scalars(rows.order_by(Handover.asked_at, Handover.id)))


def forget_halves(tx: Tx, before: datetime) -> int:
    """Destroy custodian halves opened before an instant and never used; returns how many."""
    rows = [row for row in open_handovers(tx) if row.half is not None]
    stale = [row for row in rows if row.begun_at is None or row.begun_at < before]
    for row in stale:
        row.first_id = row.second_id = row.half = row.begun_at = None
    return len(stale)


def is_waiting(tx: Tx, case_id: str) -> bool:
    """Whether a handover of this case was asked for and not done."""
    rows = select(Handover.id).where(Handover.case_id == case_id, Handover.done_at.is_(None))
    return tx.session.scalar(rows.limit(1)) is not None


def _is_begun(tx: Tx, case_id: str) -> bool:
    """Whether an officer opened the custodian's key of this case and a second has to complete."""
    rows = select(Handover.id).where(
        Handover.case_id == case_id, Handover.done_at.is_(None), Handover.half.is_not(None)
    )
    return tx.session.scalar(rows.limit(1)) is not None


def late_cases(tx: Tx, authority_id: str) -> list[Case]:
    """Open cases that an authority keyed after their filing still cannot open, oldest first.

    Those somebody holds in its stead, and those on whose ladder it stands.
    """
    ours = _in_stead(authority_id)
    above = and_(_above(authority_id), Case.stage.in_([stage.value for stage in OPEN]))
    rows = select(Case).where(
        ~unseen(),
        ~exists().where(
            Handover.case_id == Case.case_id,
            Handover.to_authority_id == authority_id,
            Handover.done_at.is_(None),
        ),
        or_(ours, and_(above, _unkeyed(authority_id))),
    )
    return list(tx.session.scalars(rows.order_by(Case.filed_on, Case.ref)))


def late_authorities(tx: Tx) -> list[str]:
    """Active authorities that some open case still has to be handed to."""
    keyed = tx.session.scalars(select(AuthorityKey.authority_id).distinct())
    others = sorted(found for found in keyed if found != PLATFORM_AUTHORITY)
    return [one for one in others if is_active(tx, one) and late_cases(tx, one)]


def _in_stead(authority_id: str) -> ColumnElement[bool]:
    """Cases that routing sent to the authority: those the platform keeps, at whatever stage they
    go on, and those that somebody else holds without having acted."""
    kept = and_(
        Case.authority_id == PLATFORM_AUTHORITY,
        Case.stage.in_([stage.value for stage in GOES_ON]),
    )
    stood_in = and_(Case.authority_id != authority_id, Case.stage == Stage.ROUTED.value)
    return and_(Case.target_id == authority_id, or_(kept, stood_in))


def handed_to(tx: Tx, authority_id: str) -> int:
    """How many cases were handed to an authority so far."""
    rows = select(func.count(func.distinct(Handover.case_id))).where(
        Handover.to_authority_id == authority_id, Handover.done_at.is_not(None)
    )
    return tx.session.scalar(rows) or 0


def _above(authority_id: str) -> ColumnElement[bool]:
    """Cases on whose ladder the authority stands."""
    return cast(Case.ladder, String).contains(f'"{authority_id}"')


def _unkeyed(authority_id: str) -> ColumnElement[bool]:
    """Cases with a report that the authority was given no key of."""
    given = exists().where(
        ReportKey.case_id == Report.case_id,
        ReportKey.report_id == Report.report_id,
        ReportKey.holder == authority_id,
        ReportKey.layer != ASKED,
    )
    return exists().where(Report.case_id == Case.case_id, ~given)


def custodian_wraps(tx: Tx, case_id: str) -> list[tuple[Report, ReportKey]]:
    """Each report of a case, and of those merged into it, with the custodian's wrap of its key."""
    rows = (
        select(Report, ReportKey)
        .join(
            ReportKey,
            (ReportKey.case_id == Report.case_id) & (ReportKey.report_id == Report.report_id),
        )
        .where(Report.case_id.in_(gathered(tx, case_id)), ReportKey.holder == CUSTODIAN)
        .order_by(Report.case_id != case_id, Report.number)
    )
    return [(report, key) for report, key in tx.session.execute(rows)]


def without_custodian(tx: Tx, case_id: str, newest: int = 0) -> list[Report]:
    """Reports of a case that are not sealed to the custodian's key, of ``newest`` or later."""
    kept = exists().where(
        ReportKey.case_id == Report.case_id,
        ReportKey.report_id == Report.report_id,
        ReportKey.holder == CUSTODIAN,
        ReportKey.key_version >= newest,
    )
    ours = Report.case_id.in_(gathered(tx, case_id))
    rows = select(Report).where(ours, ~kept, Report.withdrawn.is_(False))
    return list(tx.session.scalars(rows))


def keep_for_custodian(tx: Tx, case_id: str, wrap: Callable[[Report, bytes], bytes]) -> None:
    """Seal reports to the custodian's newest key, if there is one, instead of an earlier one.

    So a case stays open to the officers of today, whoever left; while one of them has opened an
    earlier key for a second, that one stays. ``wrap`` gets a report and the public key.
    """
    keeper = custodian(tx)
    if keeper is None:
        return
    least = 0 if _is_begun(tx, case_id) else keeper.version
    for report in without_custodian(tx, case_id, least):
        drop_wraps(tx, report, only=CUSTODIAN)
        give_key(tx, report, CUSTODIAN, OPEN_LAYER, keeper.version, wrap(report, keeper.public_key))


def share(tx: Tx, version: int, first_id: str, second_id: str) -> CustodianShare | None:
    """The custodian's key of a version for two officers in turn."""
    return tx.session.get(CustodianShare, (version, first_id, second_id))


def seconds_for(tx: Tx, first_id: str) -> list[Account]:
    """Active officers who can complete what this officer opens."""
    shared = select(CustodianShare.second_id).where(CustodianShare.first_id == first_id)
    rows = select(Account).where(Account.id.in_(shared), Account.state == "active")
    return list(tx.session.scalars(rows.order_by(Account.name)))


def ladder_wraps(tx: Tx, case_id: str, authority_id: str) -> list[ReportKey]:
    """Wraps for an authority on the ladder that are still under the site's escalation key."""
    rows = select(ReportKey).where(
        ReportKey.case_id.in_(gathered(tx, case_id)),
        ReportKey.holder == authority_id,
        ReportKey.layer == "ladder",
    )
    return list(tx.session.scalars(rows))
