"""Use cases of filing: what will happen, filing itself, and the receipt being copied down.

No function here takes an actor: who files is nobody's business. What is expensive (the receipt's
derivation) was done before the transaction began, so that nobody waits for it.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from reportdesk.domain.abuse import Suspicion
from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, Conflict
from reportdesk.domain.filing import AttachedFile, Filing
from reportdesk.domain.filing_parts import Running
from reportdesk.packs.schema import Pack
from reportdesk.settings import Settings
from reportdesk.storage.acts import deliver
from reportdesk.storage.arrival import report_arrives, tell_of_doubt
from reportdesk.storage.case import Case, ref_taken
from reportdesk.storage.clock import hear
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.plan import Plan, authority_name, plan, started
from reportdesk.storage.report import (
    CUSTODIAN,
    LADDER,
    OPEN,
    REPORTER,
    ReceiptLookup,
    Report,
    blobs_in_use,
)
from reportdesk.storage.reporter import add_files, find_report, give_key
from reportdesk.storage.staff import anybody_active, custodian, newest_key
from reportdesk.storage.suspected import is_apart, set_apart
from reportdesk.vault.opened import seal_attachment, seal_report
from reportdesk.vault.receipts import ReceiptSecrets
from reportdesk.vault.vault import ReportSecret, Vault

__all__ = [
    "Filed",
    "Plan",
    "confirm",
    "discard",
    "file",
    "find",
    "is_confirmed",
    "is_open",
    "plan",
    "started",
]

REF_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's digits: no I, L, O or U, which are misread."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A filed report; ``fresh`` is False when the same receipt had filed it before.

    ``direct`` says that the authority routing named holds it itself, ``delivered`` that its clocks
    started with filing, because an authority holds it and not the platform; ``confirmed`` that the
    receipt was typed back and is shown no more; ``apart`` that an authority has yet to get it.
    """

    case_id: str
    report_id: str
    ref: str
    target_name: tuple[str, str]
    holder_name: tuple[str, str]
    filed_on: date
    direct: bool
    delivered: bool
    confirmed: bool
    apart: bool
    fresh: bool


def is_open(tx: Tx) -> bool:
    """Whether anybody at all could hold a report; else filing is not open yet."""
    return anybody_active(tx)


def file(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    settings: Settings,
    filing: Filing,
    receipt: Sequence[ReceiptSecrets],
    files: Sequence[AttachedFile] = (),
    suspected: Suspicion | None = None,
) -> Filed:
    """File a report under a receipt; a receipt that has filed before changes nothing.

    A suspected one waits apart: the platform's dispatch clock runs, the authority's do not yet.
    Raises BadInput for the first fault of the filing or for a file that was swept meanwhile, what
    :func:`plan` raises, and Conflict("already_filed") when another request with this receipt was
    first by a moment.
    """
    before = find(tx, receipt)
    if before is not None:
        return before
    for one in files:
        if not vault.has_file(one.blob):
            raise BadInput("files", "files_gone", names=one.name)
    for fault in filing.faults(tx.today):
        raise BadInput(fault.field, fault.code, **fault.params)
    planned = plan(tx, pack, filing.where, involved=filing.involved)
    case = _open_case(tx, pack, filing, planned, demo=settings.demo)
    secret = vault.new_report()
    report = _report(tx, vault, pack, case, filing, secret, receipt)
    _hand_out_keys(tx, vault, planned, report, secret)
    sealers = [(one.blob, _sealer(vault, secret.key, report.report_id, one)) for one in files]
    at_once, apart = settings.slots_at_once, suspected is not None
    add_files(tx, report, sealers, visible=at_once and not apart)
    _begin(tx, pack, case, report, filing, apart)
    if suspected is not None:
        set_apart(tx, pack, report, suspected, visible=at_once)
    elif at_once:
        report_arrives(tx, report)
    tx.session.flush()
    return _filed(tx, case, report, fresh=True)


def find(tx: Tx, receipt: Sequence[ReceiptSecrets]) -> Filed | None:
    """What this receipt has filed, or None."""
    found = find_report(tx, [(str(one.scheme_id), one.lookup) for one in receipt])
    if found is None:
        return None
    _, report = found
    return _filed(tx, tx.session.get_one(Case, report.case_id), report, fresh=False)


def confirm(tx: Tx, case_id: str, report_id: str) -> None:
    """The receipt was typed back: it is shown no more, not even to the same form."""
    tx.session.get_one(Report, (case_id, report_id)).receipt_confirmed = True


def is_confirmed(tx: Tx, case_id: str, report_id: str) -> bool:
    """Whether the receipt was typed back."""
    return tx.session.get_one(Report, (case_id, report_id)).receipt_confirmed


def discard(tx: Tx, vault: Vault, blob: str) -> None:
    """Delete a stored file that its sender took out again, unless a filed report holds it."""
    if not blobs_in_use(tx, [blob]):
        vault.drop_file(blob)


def _open_case(tx: Tx, pack: Pack, filing: Filing, planned: Plan, *, demo: bool) -> Case:
    """The case this filing opens; only what a rule needs is plain."""
    facts, route, what = planned.facts, planned.route, filing.what
    place = facts.place
    case = Case(
        case_id=new_id(),
        ref=_new_ref(tx),
        authority_id=planned.holder,
        target_id=route.primary,
        ladder=list(route.ladder),
        copied=list(route.copied),
        reason=route.reason.value,
        reason_params=dict(route.params),
        rests_on_answer=route.rests_on_answer,
        school_id=filing.where.school_id,
        division_code=place.county or place.city or place.province,
        school_kind=facts.kind.value,
        ownership=facts.ownership.value,
        run_by=facts.run_by.value,
        practice=what.practice,
        lever=what.main_lever,
        scope=what.scope,
        period_from=what.since,
        period_to=what.until if what.running is Running.NO else None,
        filed_on=tx.today,
        pack=pack.stamp,
        stage=Stage.ROUTED.value,
        demo=demo,
    )
    tx.session.add(case)
    tx.session.flush()
    return case


def _report(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    case: Case,
    filing: Filing,
    secret: ReportSecret,
    receipt: Sequence[ReceiptSecrets],
) -> Report:
    """The sealed report and the way to it from the receipt.

    Raises Conflict("already_filed") when the receipt was taken a moment ago.
    """
    report_id, newest = new_id(), receipt[0]
    report = Report(
        case_id=case.case_id,
        report_id=report_id,
        number=1,
        filed_on=tx.today,
        salt=secret.salt,
        reporter_public=newest.keypair(secret.salt).public,
        shred_id=secret.shred_id,
        questionnaire=pack.hash,
        sealed=seal_report(vault, secret.key, report_id, filing.private()),
        case_key=vault.wrap_inner(secret.key, vault.new_key(), report_id),
        demo=case.demo,
    )
    lookup = ReceiptLookup(
        scheme=str(newest.scheme_id),
        value=newest.lookup,
        case_id=case.case_id,
        report_id=report_id,
    )
    tx.session.add_all((report, lookup))
    try:
        tx.session.flush()
    except IntegrityError as error:
        raise Conflict("already_filed") from error
    return report


def _sealer(
    vault: Vault, key: bytes, report_id: str, stored: AttachedFile
) -> Callable[[int], bytes]:
    """Seals what is known about one file once its number is known."""
    return lambda number: seal_attachment(vault, key, report_id, number, stored.private())


def _hand_out_keys(
    tx: Tx, vault: Vault, planned: Plan, report: Report, secret: ReportSecret
) -> None:
    """One wrap of the report's key for each who may open it, now or when their rung fires."""

    shred = secret.shred_id
    give_key(tx, report, REPORTER, vault.wrap(secret.key, report.reporter_public, shred))
    for authority_id in dict.fromkeys((planned.holder, *planned.route.ladder)):
        key = newest_key(tx, authority_id)
        if key is None:
            continue
        layer = OPEN if authority_id == planned.holder else LADDER
        wrap = vault.wrap if layer == OPEN else vault.wrap_ladder
        wrapped = wrap(secret.key, key.public_key, shred)
        give_key(tx, report, authority_id, wrapped, layer=layer, version=key.version)
    keeper = custodian(tx)
    if keeper is not None:
        wrapped = vault.wrap(secret.key, keeper.public_key, shred)
        give_key(tx, report, CUSTODIAN, wrapped, version=keeper.version)


def _begin(tx: Tx, pack: Pack, case: Case, report: Report, filing: Filing, apart: bool) -> None:
    """The first events: filed, delivered unless the platform holds it, a doubted route.

    Who holds it in another's stead has it as fully as its own: the clocks are theirs. What waits
    apart is with the platform.
    """
    record(tx, case, "filed", party=REPORTER, report_id=report.report_id)
    hear(tx, case, pack, ("filing",), tx.today, owner=PLATFORM_AUTHORITY if apart else None)
    if not apart and case.authority_id != PLATFORM_AUTHORITY:
        deliver(tx, pack, case, tx.today)
    if filing.wrong_route.strip():
        record(tx, case, "route_questioned", party=REPORTER, report_id=report.report_id)
        if not apart:
            tell_of_doubt(tx)


def _filed(tx: Tx, case: Case, report: Report, *, fresh: bool) -> Filed:
    """What the receipt page needs to know."""
    return Filed(
        case_id=case.case_id,
        report_id=report.report_id,
        ref=case.ref,
        target_name=authority_name(tx, case.target_id),
        holder_name=authority_name(tx, case.authority_id),
        filed_on=report.filed_on,
        direct=case.authority_id == case.target_id,
        delivered=case.delivered_on == report.filed_on,
        confirmed=report.receipt_confirmed,
        apart=case.authority_id != PLATFORM_AUTHORITY and is_apart(tx, report),
        fresh=fresh,
    )


def _new_ref(tx: Tx) -> str:
    """A public reference that nobody has, such as ``7K4M-2QX9``."""
    while True:
        signs = "".join(secrets.choice(REF_SIGNS) for _ in range(8))
        ref = f"{signs[:4]}-{signs[4:]}"
        if not ref_taken(tx, ref):
            return ref
