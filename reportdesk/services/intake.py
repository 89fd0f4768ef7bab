"""Use cases of filing: what will happen, filing itself, and the receipt being copied down.

No function here takes an actor: who files is nobody's business. What is expensive (the receipt's
derivation) was done before the transaction began, so that nobody waits for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from reportdesk.domain.abuse import Suspicion
from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.errors import BadInput, Conflict
from reportdesk.domain.filing import AttachedFile, Filing
from reportdesk.domain.joining import Apart, PublicMatter
from reportdesk.packs.questionnaire import questionnaire
from reportdesk.packs.schema import Pack
from reportdesk.settings import Settings
from reportdesk.storage.acts import deliver
from reportdesk.storage.arrival import report_arrives, tell_of_doubt
from reportdesk.storage.attached import blobs_in_use
from reportdesk.storage.case import Case
from reportdesk.storage.clock import hear
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.joining import Reception, earlier, joinable, next_report, reception
from reportdesk.storage.opening import open_case
from reportdesk.storage.plan import Plan, authority_name, plan, started
from reportdesk.storage.questionnaire import keep
from reportdesk.storage.report import (
    CUSTODIAN,
    LADDER,
    OPEN,
    REPORTER,
    ReceiptLookup,
    Report,
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
    "receive",
    "started",
]


@dataclass(frozen=True, slots=True)
class Filed:
    """A filed report; ``fresh`` is False when the same receipt had filed it before.

    ``direct`` says that the authority routing named holds it itself, ``delivered`` that its clocks
    started with filing, because an authority holds it and not the platform; ``confirmed`` that the
    receipt was typed back; ``joined`` that it joined a case, ``apart`` that it waits apart.
    """

    case_id: str
    report_id: str
    ref: str
    target_name: tuple[str, str]
    holder_name: tuple[str, str]
    filed_on: date
    direct: bool
    delivered: bool
    joined: bool
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
    matter: PublicMatter | None = None,
    suspected: Suspicion | None = None,
) -> Filed:
    """File a report under a receipt; a receipt that has filed before changes nothing.

    ``matter`` is the public case at which its reporter began: the report joins it if it is about
    the same and the case is still open, else it opens one of its own. A suspected one always does,
    and waits apart: the platform's dispatch clock runs, the authority's do not yet.

    Raises BadInput for the first fault or for a file that was swept, what :func:`plan` raises, and
    Conflict("already_filed") when another request with this receipt was first by a moment.
    """
    before = find(tx, receipt)
    if before is not None:
        return before
    _check(tx, vault, filing, files)
    case = joined = _case_to_join(tx, filing, matter) if suspected is None else None
    if case is None:
        planned = plan(tx, pack, filing.where, involved=filing.involved)
        case = open_case(tx, pack, filing, planned, demo=settings.demo)
    report, secret = _report(tx, vault, pack, case, filing, receipt, joins=joined is not None)
    _hand_out_keys(tx, vault, (case.authority_id, *case.ladder), report, secret)
    sealers = [(one.blob, _sealer(vault, secret.key, report.report_id, one)) for one in files]
    add_files(tx, report, sealers, visible=settings.slots_at_once and suspected is None)
    if joined is None:
        _begin(tx, pack, case, report, filing, matter, suspected)
    if suspected is not None:
        set_apart(tx, pack, report, suspected, visible=settings.slots_at_once)
    elif settings.slots_at_once:
        report_arrives(tx, report)
    tx.session.flush()
    return _filed(tx, case, report, fresh=True)


def _check(tx: Tx, vault: Vault, filing: Filing, files: Sequence[AttachedFile]) -> None:
    """Raises BadInput for a file that was swept, and for the first fault of the filing."""
    for one in files:
        if not vault.has_file(one.blob):
            raise BadInput("files", "files_gone", names=one.name)
    for fault in filing.faults(tx.today):
        raise BadInput(fault.field, fault.code, **fault.params)


def find(tx: Tx, receipt: Sequence[ReceiptSecrets]) -> Filed | None:
    """What this receipt has filed, or None."""
    found = find_report(tx, [(str(one.scheme_id), one.lookup) for one in receipt])
    if found is None:
        return None
    _, report = found
    return _filed(tx, tx.session.get_one(Case, report.case_id), report, fresh=False)


def receive(tx: Tx, pack: Pack, filing: Filing, matter: PublicMatter) -> Reception:
    """Who would get a report that joins a public case, or if it ended, the one it opens."""
    planned = plan(tx, pack, filing.where, involved=filing.involved)
    return reception(tx, _case_to_join(tx, filing, matter), planned)


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


def _report(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    case: Case,
    filing: Filing,
    receipt: Sequence[ReceiptSecrets],
    *,
    joins: bool,
) -> tuple[Report, ReportSecret]:
    """The sealed report, its secret, and the way to it from the receipt.

    Raises Conflict("already_filed") when the receipt was taken a moment ago.
    """
    report_id, newest, secret = new_id(), receipt[0], vault.new_report()
    report = Report(
        case_id=case.case_id,
        report_id=report_id,
        number=next_report(tx, case.case_id),
        filed_on=tx.today,
        salt=secret.salt,
        reporter_public=newest.keypair(secret.salt).public,
        shred_id=secret.shred_id,
        questionnaire=keep(tx, questionnaire(pack)),
        sealed=seal_report(vault, secret.key, report_id, filing.private()),
        case_key=vault.wrap_inner(secret.key, vault.new_key(), report_id),
        awaits_case_key=joins,
        joined=joins,
        demo=case.demo,
    )
    _add(tx, report, newest)
    return report, secret


def _add(tx: Tx, report: Report, receipt: ReceiptSecrets) -> None:
    """Add a report with its look-up value; raises Conflict when the receipt is taken."""
    lookup = ReceiptLookup(
        scheme=str(receipt.scheme_id),
        value=receipt.lookup,
        case_id=report.case_id,
        report_id=report.report_id,
    )
    tx.session.add_all((report, lookup))
    try:
        tx.session.flush()
    except IntegrityError as error:
        raise Conflict("already_filed") from error


def _sealer(
    vault: Vault, key: bytes, report_id: str, stored: AttachedFile
) -> Callable[[int], bytes]:
    """Seals what is known about one file once its number is known."""
    return lambda number: seal_attachment(vault, key, report_id, number, stored.private())


def _hand_out_keys(
    tx: Tx, vault: Vault, readers: Sequence[str], report: Report, secret: ReportSecret
) -> None:
    """One wrap of the report's key for each reader: the first opens it, others at their rung."""
    shred = secret.shred_id
    give_key(tx, report, REPORTER, vault.wrap(secret.key, report.reporter_public, shred))
    for authority_id in dict.fromkeys(readers):
        key = newest_key(tx, authority_id)
        if key is None:
            continue
        layer = OPEN if authority_id == readers[0] else LADDER
        wrap = vault.wrap if layer == OPEN else vault.wrap_ladder
        wrapped = wrap(secret.key, key.public_key, shred)
        give_key(tx, report, authority_id, wrapped, layer=layer, version=key.version)
    keeper = custodian(tx)
    if keeper is not None:
        wrapped = vault.wrap(secret.key, keeper.public_key, shred)
        give_key(tx, report, CUSTODIAN, wrapped, version=keeper.version)


def _case_to_join(tx: Tx, filing: Filing, matter: PublicMatter | None) -> Case | None:
    """The case that this filing joins, if it does."""
    if matter is None or matter.apart(filing) is not None:
        return None
    return joinable(tx, matter.ref, filing.where.school_id, filing.what.practice)


def _begin(
    tx: Tx,
    pack: Pack,
    case: Case,
    report: Report,
    filing: Filing,
    matter: PublicMatter | None,
    suspected: Suspicion | None,
) -> None:
    """The first events: filed, delivered unless the platform holds it, a doubted route.

    Whoever stands in has it as its own: the clocks are theirs. What waits apart is the platform's.
    """
    record(tx, case, "filed", party=REPORTER, report_id=report.report_id)
    apart = matter.apart(filing) if matter is not None else None
    if matter is not None and apart is None:
        case.linked_id = earlier(tx, matter.ref)
    if matter is not None and apart in {None, Apart.UNNAMED}:
        record(tx, case, "said_same", party=REPORTER, report_id=report.report_id, of=matter.ref)
    keeper = case.authority_id if suspected is None else PLATFORM_AUTHORITY
    hear(tx, case, pack, ("filing",), tx.today, owner=keeper)
    if keeper != PLATFORM_AUTHORITY:
        deliver(tx, pack, case, tx.today)
    if filing.wrong_route.strip():
        record(tx, case, "route_questioned", party=REPORTER, report_id=report.report_id)
        if suspected is None:
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
        delivered=case.delivered_on == report.filed_on or report.joined,
        joined=report.joined,
        confirmed=report.receipt_confirmed,
        apart=case.authority_id != PLATFORM_AUTHORITY and is_apart(tx, report),
        fresh=fresh,
    )
