"""Letters to authorities without accounts: written, sent, arrived, and what their reference says.

A letter is written with a one-time reference of which only a keyed hash stays. Written again, the
earlier reference is dead. The reference changes nothing by itself: whoever intercepts a letter can
say that it arrived, and an officer asks the office before anything starts.
"""

import json
from datetime import date

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.correspondence import (
    REFERENCE_DAYS,
    Addressed,
    Purpose,
    State,
    Way,
    addressed,
    check_received,
    check_sent,
)
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from reportdesk.domain.letter import LetterKind, LetterOrder
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import deliver, expect, facts_of, leave_trace, reach
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.clock import hear
from reportdesk.storage.columns import new_id
from reportdesk.storage.correspondence import (
    OfficialLetter,
    asking_letter,
    current_letter,
    letter_with,
    retire,
)
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting
from reportdesk.storage.history import record
from reportdesk.storage.letter import issue_letter
from reportdesk.storage.outbox import notify
from reportdesk.storage.review_by_letter import give_by_letter, superior_by_letter
from reportdesk.storage.staff import newest_key
from reportdesk.vault.holder import Holder
from reportdesk.vault.vault import Vault

LONGEST_TRACKING = 60
LONGEST_OFFICE = 80
"""Characters."""
KINDS = {Purpose.REFERRAL: LetterKind.TRANSFER, Purpose.REVIEW: LetterKind.REVIEW_REQUEST}
"""What each letter is on paper."""
WANTS_PURPOSE = "an office asks for accounts"
"""What is sealed to the platform's key; it opens for that purpose only."""


def write(tx: Tx, pack: Pack, actor: Actor, ref: str, *, lookup: bytes, version: int) -> int:
    """Write the letter that the case needs now, with a fresh reference; returns its number.

    The same reference is written once, so that a form sent twice shows the same letter. Any earlier
    letter of its kind is replaced and its reference is dead. Raises NotAllowed when no letter is
    the actor's to write, and Conflict while the case waits to be handed to people with keys.
    """
    case = reach(tx, actor, ref)
    known = letter_with(tx, lookup)
    if known is not None and known.case_id == case.case_id and known.replaced_on is None:
        return known.number
    expect(case, version)
    to = _addressed(tx, actor, case)
    if is_waiting(tx, case.case_id):
        raise Conflict("handover_waits")
    retire(tx, case.case_id, to.purpose)
    facts = {"by_post": True, "second": case.stage == Stage.REVIEW2}
    order = LetterOrder(KINDS[to.purpose], addressee_id=to.authority_id, fields=facts)
    row = OfficialLetter(
        case_id=case.case_id,
        id=new_id(),
        number=issue_letter(tx, pack, actor, case, order).number,
        authority_id=to.authority_id,
        purpose=to.purpose.value,
        made_on=tx.today,
        made_by=actor.account_id,
        lookup=lookup,
        expires_on=tx.today + REFERENCE_DAYS,
    )
    tx.session.add(row)
    tx.session.flush()
    return row.number


def send(
    tx: Tx,
    pack: Pack,
    actor: Actor,
    ref: str,
    *,
    on: date,
    way: Way,
    tracking: str,
    version: int,
) -> None:
    """Record that the letter left on a day: the platform's own clock ends.

    It ends on the day of entry, as everything that an act dated back ends. A review is from now on
    that authority's, and so is its clock. Raises BadInput for a day that cannot be.
    """
    case, row = _letter(tx, actor, ref, version, State.MADE)
    check_sent(row.made_on, on, tx.today)
    tracking = tracking.strip()
    if len(tracking) > LONGEST_TRACKING:
        raise BadInput("tracking", "too_long", most=LONGEST_TRACKING)
    row.sent_on, row.way, row.tracking = on, way.value, tracking or None
    case.version += 1
    record(
        tx,
        case,
        "dispatch",
        party=actor.role.value,
        on=on,
        authority_id=row.authority_id,
        account_id=actor.account_id,
        way=way.value,
        letter=row.number,
        purpose=row.purpose,
    )
    log(tx, actor.authority_id, actor.account_id, "dispatch", case.ref, row.authority_id)
    if row.purpose == Purpose.REVIEW:
        give_by_letter(tx, case, row.authority_id)
    elif case.authority_id == PLATFORM_AUTHORITY:
        hear(tx, case, pack, ("dispatched",), tx.today)


def arrive(tx: Tx, pack: Pack, actor: Actor, ref: str, *, on: date, version: int) -> None:
    """Record that the letter arrived on a day: the authority's clocks start on it.

    Those of whoever stands in go on; a review's started with the reporter's request.
    """
    case, row = _letter(tx, actor, ref, version, State.UNDER_WAY)
    check_received(row.sent_on or row.made_on, on, tx.today)
    row.received_on = on
    day = on.isoformat()
    leave_trace(
        tx, actor, case, "letter_arrived", letter=row.number, to=row.authority_id, arrived=day
    )
    if row.purpose == Purpose.REFERRAL and _reaches(case):
        event = "redelivered" if case.returns else "delivered"
        deliver(tx, pack, case, on, event, owner=row.authority_id)


def tell(
    tx: Tx, vault: Vault, lookup: bytes, *, arrived: date | None, office: str, phone: str
) -> None:
    """What somebody says who types a reference: that the letter came, and who asks for accounts.

    A reference is good once and for its time. Nothing tells the visitor whether it was: the same is
    done, and the same is said, for one that never was. An officer checks it by telephone before
    anything starts, under the number that the register has.
    """
    key = newest_key(tx, PLATFORM_AUTHORITY)
    plain = json.dumps({"office": office.strip(), "phone": phone.strip()}).encode()
    sealed = vault.seal_to(key.public_key, plain, purpose=WANTS_PURPOSE) if key else None
    row = letter_with(tx, lookup)
    if row is None or row.replaced_on is not None or row.expires_on < tx.today:
        return
    row.lookup, row.used_on = None, tx.today
    if arrived is not None and row.received_on is None:
        row.told_on = arrived
    if office.strip() and key is not None:
        row.wants, row.wants_version = sealed, key.version
    _tell_keepers(tx, row)


def _tell_keepers(tx: Tx, row: OfficialLetter) -> None:
    """Write to whoever keeps the letter's case: the platform, or who stands in; the platform also
    of an office that asks for accounts, which only it can give."""
    holder = tx.session.get_one(Case, row.case_id).authority_id
    keepers = {holder if row.purpose == Purpose.REFERRAL else PLATFORM_AUTHORITY}
    for keeper in sorted(keepers | ({PLATFORM_AUTHORITY} if row.wants else set())):
        role = Role.PLATFORM.value if keeper == PLATFORM_AUTHORITY else None
        once = f"letter_told:{row.case_id}:{row.number}:{keeper}"
        notify(tx, keeper, "letter_told", once, role=role)


def who_asks(vault: Vault, holder: Holder, sealed: bytes, version: int) -> dict[str, str]:
    """Which office asks for accounts and its number; empty without a key of that version."""
    pair = holder.authority.get(version)
    if pair is None or holder.actor.authority_id != PLATFORM_AUTHORITY:
        return {"office": "", "phone": ""}
    plain = vault.open_box(pair, sealed, purpose=WANTS_PURPOSE)
    found: dict[str, str] = json.loads(plain)
    return found


def call_back(tx: Tx, actor: Actor, ref: str, *, number: int) -> None:
    """Note that the office which asked for accounts was called, or need not be.

    The platform does so also where the case is not, or no more, its own: the call comes first, and
    the accounts, and the case may be handed over by then.
    """
    row = asking_letter(tx, ref, number)
    if actor.role is not Role.PLATFORM or row is None:
        raise NotFound("letter")
    if row.called_on is None:
        row.called_on, row.called_by, row.wants = tx.today, actor.account_id, None
        log(tx, actor.authority_id, actor.account_id, "office_called", ref, row.authority_id)


def _reaches(case: Case) -> bool:
    """Whether the arrival of a letter is the case's delivery."""
    return case.authority_id == PLATFORM_AUTHORITY and case.delivered_on is None


def _addressed(tx: Tx, actor: Actor, case: Case) -> Addressed:
    """Whom the actor writes to in this case; raises NotAllowed."""
    superior = superior_by_letter(tx, case)
    found = addressed(actor, facts_of(tx, case), case.target_id, superior)
    if found is None:
        raise NotAllowed("not_your_step", action="dispatch")
    return found


def _letter(
    tx: Tx, actor: Actor, ref: str, version: int, state: State
) -> tuple[Case, OfficialLetter]:
    """A case and its present letter in a state; raises Conflict when it stands elsewhere."""
    case = reach(tx, actor, ref)
    expect(case, version)
    to = _addressed(tx, actor, case)
    row = current_letter(tx, case.case_id, to.purpose)
    if row is None or row.state is not state or row.authority_id != to.authority_id:
        raise Conflict("letter_elsewhere")
    return case, row
