"""What a reporter wrote reaches the desk: in the next fixed slot, in the demonstration at once.

Everything the desk could notice happens here and nowhere else: visibility, history, the change of
stage that a reply or a withdrawal brings, and the letter. Nothing else may tell staff at what time
of day somebody wrote.
"""

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Party, Role
from reportdesk.domain.case import Action, Stage, after, transition
from reportdesk.domain.following import OBJECTIONS, REVIEWS, WITHDRAWALS, Sent
from reportdesk.domain.ladders import superiors_of
from reportdesk.domain.remedies import ACTIONS, refusal
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case, governing
from reportdesk.storage.clock import hear, look_again
from reportdesk.storage.db import Tx
from reportdesk.storage.history import move, record
from reportdesk.storage.merging import gathered, line_of, standing_reports
from reportdesk.storage.outbox import notify
from reportdesk.storage.rating import Rating, arriving
from reportdesk.storage.remedies import above, objecting, running_review
from reportdesk.storage.report import REPORTER, Attachment, Message, Report
from reportdesk.storage.reporter import take_key
from reportdesk.storage.staff import is_active
from reportdesk.storage.suspected import apart

PRESSED = frozenset({Sent.PRESSURE, Sent.WITHDRAWAL_TOLD})
"""Messages that say that somebody presses the reporter."""
NOTED = {Sent.EXCERPT.value: "excerpt_offered", Sent.EXCERPT_BACK.value: "excerpt_back"}
"""Events of messages that add nothing to the report."""


def unread(tx: Tx, case_id: str) -> bool:
    """Whether a reporter wrote something, or joined, that has not reached the desk yet."""
    ours = gathered(tx, case_id)
    wrote = select(Message.number).where(Message.case_id.in_(ours), Message.visible.is_(False))
    joins = select(Report.number).where(
        Report.case_id.in_(ours), Report.visible.is_(False), Report.joined, ~Report.withdrawn
    )
    return any(tx.session.scalar(rows.limit(1)) is not None for rows in (wrote, joins))


def arrive_all(tx: Tx, pack: Pack, slot: str) -> int:
    """Everything that waits reaches the desk, reports before messages; returns how many things.

    Requests for a review come first: a right that the law gives goes before a redo, which this
    site's rules give. What belongs to a suspected filing stays apart until that was passed on.
    ``slot`` makes the letters of one slot different from those of the next.
    """
    new = select(Report).where(Report.visible.is_(False), ~apart(Report))
    reports = list(tx.session.scalars(new))
    messages = select(Message).where(Message.visible.is_(False), ~apart(Message))
    found = list(tx.session.scalars(messages.order_by(Message.number)))
    waiting = sorted(found, key=lambda message: message.kind not in REVIEWS)
    rated = select(Rating).where(arriving(), ~apart(Rating))
    ratings = list(tx.session.scalars(rated))
    for report in reports:
        report_arrives(tx, report, slot)
    for message in waiting:
        message_arrives(tx, pack, message, slot)
    sent = select(Attachment).where(Attachment.visible.is_(False), ~apart(Attachment))
    files = list(tx.session.scalars(sent))
    for file in files:
        file.visible = True
    for rating in ratings:
        rating_arrives(tx, rating)
    tx.session.flush()
    return len(reports) + len(waiting) + len(files) + len(ratings)


def rating_arrives(tx: Tx, rating: Rating) -> None:
    """A rating counts from now on; the day it was given is kept, what it says stands elsewhere."""
    case = governing(tx, tx.session.get_one(Case, rating.case_id))
    rating.arrive()
    record(tx, case, "rated", party=REPORTER, on=rating.on, report_id=rating.report_id)


def report_arrives(tx: Tx, report: Report, slot: str = "") -> None:
    """A report becomes visible with its case, and whoever holds the case gets a letter.

    One that joined counts from now on; until then nothing about the case tells of it.
    """
    case = tx.session.get_one(Case, report.case_id)
    if report.joined:
        case.reports += 1
        now, mine = governing(tx, case), report.report_id
        record(tx, now, "joined", party=REPORTER, on=report.filed_on, report_id=mine)
    case.visible = report.visible = True
    look_again(tx, case.case_id)  # a superior whose rung has fired opens it from the next sweep on
    _write(tx, case, "new_report", slot)


def tell_of_doubt(tx: Tx) -> None:
    """One letter a day to the platform desk about routes that reporters doubt."""
    once = f"routing_complaint:{PLATFORM_AUTHORITY}:{tx.today}"
    notify(tx, PLATFORM_AUTHORITY, "routing_complaint", once)


def withdraw_unseen(tx: Tx, pack: Pack, message: Message) -> None:
    """A report is withdrawn that nobody was shown: its case, if its own, ends unseen."""
    case = tx.session.get_one(Case, message.case_id)
    report = tx.session.get_one(Report, (message.case_id, message.report_id))
    mine = (Message.case_id == message.case_id, Message.report_id == message.report_id)
    for one in tx.session.scalars(select(Message).where(*mine)):
        one.visible = True
    if case.visible:
        report.withdrawn = True
    else:
        _withdraw(tx, pack, case, message)


def message_arrives(tx: Tx, pack: Pack, message: Message, slot: str = "") -> None:
    """A reporter's message becomes visible and has its effect; the day it was written counts.

    What was written to a merged case acts on the one it follows.
    """
    case = governing(tx, tx.session.get_one(Case, message.case_id))
    message.visible = True
    if message.kind in PRESSED:
        _raise_flag(tx, case, message)
    if message.kind in WITHDRAWALS:
        _withdraw(tx, pack, tx.session.get_one(Case, message.case_id), message)
    elif message.kind == Sent.REPLY and case.stage == Stage.NEEDS_INFO:
        _move(tx, pack, case, Action.REPLY, message)
    elif message.kind in OBJECTIONS:
        _object(tx, pack, case, message, slot)
    else:
        _note(tx, case, NOTED.get(message.kind, "added"), message)
    _write(tx, case, "new_message", slot)


def _raise_flag(tx: Tx, case: Case, message: Message) -> None:
    """Record that the reporter is pressed, and tell the supervisor above; no words of theirs."""
    superior, role = _who_is_told(tx, case)
    record(
        tx,
        case,
        "retaliation_flag",
        party=REPORTER,
        on=message.on,
        authority_id=superior,
        report_id=message.report_id,
    )
    once = f"retaliation:{case.case_id}:{message.report_id}:{message.number}"
    notify(tx, superior, "retaliation", once, role=role.value)


def _who_is_told(tx: Tx, case: Case) -> tuple[str, Role]:
    """The supervisors of the first body above the holder that has staff, else the platform."""
    for one in superiors_of(case.authority_id, case.ladder):
        if is_active(tx, one):
            return one, Role.SUPERVISOR
    return PLATFORM_AUTHORITY, Role.PLATFORM


def _withdraw(tx: Tx, pack: Pack, case: Case, message: Message) -> None:
    """One report is withdrawn; its case ends when it was the last, and so does each case above
    it that no other report belongs to."""
    report = tx.session.get_one(Report, (message.case_id, message.report_id))
    if report.withdrawn:
        return
    report.withdrawn = True
    case.reports -= 1
    line = line_of(tx, case)
    for one in line:
        if standing_reports(tx, one.case_id) <= 0 and transition(Action.WITHDRAW, Stage(one.stage)):
            one.ended_on, one.parent_id = message.on, None
            _move(tx, pack, one, Action.WITHDRAW, message)
    if line[-1].stage != Stage.WITHDRAWN:
        _note(tx, line[-1], "report_withdrawn", message)


def _object(tx: Tx, pack: Pack, case: Case, message: Message, slot: str) -> None:
    """An objection moves the case, or joins those of others; the day it was written counts.

    Where the case went another way meanwhile, its grounds stay readable and nothing else happens.
    """
    kind = Sent(message.kind)
    report = tx.session.get_one(Report, (message.case_id, message.report_id))
    facts = objecting(tx, case, message.on)
    action = ACTIONS[kind]
    moves = transition(action, facts.stage) is not None and refusal(kind, facts) is None
    if not moves:
        _note(tx, case, "added", message)
        reviewer = running_review(tx, case) if facts.joins(kind) else None
        if reviewer is not None and kind in REVIEWS:
            take_key(tx, report, reviewer)
            _tell(tx, reviewer, "new_message", slot)
        return
    if kind is Sent.DISPUTE:
        _move(tx, pack, case, action, message)
        _write(tx, case, "redo_asked", slot)
        return
    case.ended_on = None
    reviewer = _who_reviews(tx, case, message)
    _move(tx, pack, case, action, message, owner=reviewer)
    _tell(tx, reviewer, "review_asked", slot)


def _who_reviews(tx: Tx, case: Case, message: Message) -> str:
    """Whom the reporter gave a key when they asked, if it still has staff; else the platform."""
    report = tx.session.get_one(Report, (message.case_id, message.report_id))
    able = (one for one in above(tx, case) if is_active(tx, one))
    return next((one for one in able if take_key(tx, report, one)), PLATFORM_AUTHORITY)


def _note(tx: Tx, case: Case, event: str, message: Message) -> None:
    """Append an event on the day the message was written."""
    record(tx, case, event, party=REPORTER, on=message.on, report_id=message.report_id)


def _move(
    tx: Tx, pack: Pack, case: Case, action: Action, message: Message, *, owner: str | None = None
) -> None:
    """Take a reporter's action on the day the message was written; ``owner`` has to act next."""
    stage = Stage(case.stage)
    to = after(action, stage, Party.REPORTER)
    move(
        tx,
        case,
        action,
        to,
        party=REPORTER,
        on=message.on,
        authority_id=owner,
        report_id=message.report_id,
    )
    row = transition(action, stage)
    hear(tx, case, pack, row.events if row else (), message.on, owner=owner)


def _write(tx: Tx, case: Case, kind: str, slot: str) -> None:
    """One letter a day, or a slot, for each authority and kind of news, however many reports."""
    _tell(tx, case.authority_id, kind, slot)


def _tell(tx: Tx, authority_id: str, kind: str, slot: str) -> None:
    """One letter a slot for an authority and kind of news."""
    notify(tx, authority_id, kind, f"{kind}:{authority_id}:{tx.today}{slot}")
