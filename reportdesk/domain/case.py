"""The lifecycle of a case: one table that draws the buttons, decides, and prints its own page.

Source: lifecycle specification, sections 2 and 3 (信访工作条例 Art. 19, 23, 34-36).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reportdesk.domain.actors import PARTIES_OF, Party, Role
from reportdesk.domain.errors import NotAllowed, Stale
from reportdesk.domain.stages import Action as Action  # the table and its words are read together
from reportdesk.domain.stages import Stage as Stage
from reportdesk.domain.stages import Visibility as Visibility
from reportdesk.domain.stages import Waits as Waits


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the lifecycle: from these stages, this party's action leads there.

    ``to`` is None when the stage stays or is the stage remembered before (unmerge).
    ``events`` are what the clocks hear: a clock rule names the events that start and stop it.
    """

    action: Action
    sources: frozenset[Stage]
    to: Stage | None
    party: Party
    events: tuple[str, ...]
    rule: str


S = Stage
WAITS_ON: dict[Stage, Waits] = {
    S.ROUTED: Waits.AUTHORITY,
    S.REGISTERED: Waits.AUTHORITY,
    S.RETURNED: Waits.PLATFORM,
    S.ACCEPTED: Waits.AUTHORITY,
    S.INVESTIGATING: Waits.AUTHORITY,
    S.NEEDS_INFO: Waits.REPORTER,
    S.ANSWERED: Waits.REPORTER,
    S.CORRECTING: Waits.AUTHORITY,
    S.REDO: Waits.AUTHORITY,
    S.REVIEW1: Waits.SUPERIOR,
    S.REVIEW2: Waits.SUPERIOR,
    S.CLOSED: Waits.NOBODY,
    S.DECLINED: Waits.NOBODY,
    S.WITHDRAWN: Waits.NOBODY,
    S.MERGED: Waits.NOBODY,
}
ENDED = frozenset({S.CLOSED, S.DECLINED, S.WITHDRAWN, S.MERGED})
OPEN = frozenset(S) - ENDED


def _row(
    action: Action,
    sources: Iterable[Stage],
    to: Stage | None,
    party: Party,
    events: str,
    rule: str,
) -> Transition:
    """A row of the table; ``events`` is a space-separated list."""
    return Transition(action, frozenset(sources), to, party, tuple(events.split()), rule)


NEW = (S.ROUTED, S.REGISTERED)
ANSWERS = (S.ANSWERED, S.CORRECTING)
"""Answered, also while promised measures are carried out: a promise takes nobody's objection."""
UNANSWERED = (*NEW, S.ACCEPTED, S.INVESTIGATING, S.NEEDS_INFO)
"""With an authority that owes a decision."""
DEMANDED_IN = (*UNANSWERED, S.CORRECTING, S.REDO)
"""Where a superior may have a report written: something is owed, and no review goes on."""
LIFECYCLE: tuple[Transition, ...] = (
    _row(Action.REGISTER, {S.ROUTED}, S.REGISTERED, Party.OFFICER, "", "own number optional"),
    _row(Action.RETURN, NEW, S.RETURNED, Party.OFFICER, "returned", "reasons and competent body"),
    _row(
        Action.REASSIGN, {S.RETURNED}, S.ROUTED, Party.PLATFORM, "redelivered", "corrected target"
    ),
    _row(Action.ACCEPT, NEW, S.ACCEPTED, Party.OFFICER, "accepted", "delivery <= date <= today"),
    _row(Action.DECLINE, NEW, S.DECLINED, Party.OFFICER, "declined", "reason and lawful path"),
    _row(Action.INVESTIGATE, {S.ACCEPTED}, S.INVESTIGATING, Party.OFFICER, "", "progress note"),
    _row(
        Action.ASK,
        {S.ACCEPTED, S.INVESTIGATING},
        S.NEEDS_INFO,
        Party.OFFICER,
        "question",
        "30 days; K2 keeps running",
    ),
    _row(Action.REPLY, {S.NEEDS_INFO}, S.INVESTIGATING, Party.REPORTER, "reply", "goes on"),
    _row(
        Action.GO_ON,
        {S.NEEDS_INFO},
        S.INVESTIGATING,
        Party.SYSTEM,
        "question_lapsed",
        "never closed by silence",
    ),
    _row(
        Action.RESUME,
        {S.NEEDS_INFO},
        S.INVESTIGATING,
        Party.OFFICER,
        "question_lapsed",
        "the authority goes on without the reply",
    ),
    _row(
        Action.EXTEND,
        {S.ACCEPTED, S.INVESTIGATING},
        None,
        Party.HEAD,
        "extended",
        "once, at most 30 days",
    ),
    _row(
        Action.ANSWER,
        {S.ROUTED, S.REGISTERED, S.ACCEPTED, S.INVESTIGATING, S.REDO},
        S.ANSWERED,
        Party.OFFICER,
        "answered",
        "counts when a second account and key approve",
    ),
    _row(
        Action.CORRECT,
        {S.ANSWERED},
        S.CORRECTING,
        Party.SYSTEM,
        "",
        "a measure has a promised date",
    ),
    _row(
        Action.CLOSE,
        ANSWERS,
        S.CLOSED,
        Party.SYSTEM,
        "closed",
        "K4 lapsed or all confirmed, and every K5 has evidence",
    ),
    _row(Action.DISPUTE, ANSWERS, S.REDO, Party.REPORTER, "redo_requested", "once, inside K4"),
    _row(
        Action.ASK_REVIEW,
        {*ANSWERS, S.DECLINED},
        S.REVIEW1,
        Party.REPORTER,
        "review1_requested",
        "written grounds inside K4",
    ),
    _row(
        Action.GIVE_OPINION,
        {S.REVIEW1},
        S.ANSWERED,
        Party.SUPERVISOR,
        "review1_decided",
        "uphold or correct",
    ),
    _row(
        Action.SEND_BACK,
        {S.REVIEW1},
        S.REDO,
        Party.SUPERVISOR,
        "review1_sent_back redo_requested",
        "with instructions",
    ),
    _row(
        Action.ASK_SECOND_REVIEW,
        ANSWERS,
        S.REVIEW2,
        Party.REPORTER,
        "review2_requested",
        "level 1, inside K8",
    ),
    _row(
        Action.GIVE_FINAL_OPINION,
        {S.REVIEW2},
        S.CLOSED,
        Party.SUPERVISOR,
        "review2_decided closed",
        "ends the procedure, never called resolved",
    ),
    _row(
        Action.WITHDRAW,
        OPEN | {S.MERGED},
        S.WITHDRAWN,
        Party.REPORTER,
        "withdrawn",
        "the case survives while other reports exist",
    ),
    _row(Action.MERGE, OPEN, S.MERGED, Party.OFFICER, "", "same school, practice, period"),
    _row(Action.UNMERGE, {S.MERGED}, None, Party.OFFICER, "", "restores stage and clocks"),
    _row(
        Action.DEMAND,
        DEMANDED_IN,
        None,
        Party.SUPERIOR,
        "report_demanded",
        "a clock of the holder is late that brought the case here; one demand at a time",
    ),
    _row(
        Action.REPORT_UP,
        DEMANDED_IN,
        None,
        Party.OFFICER,
        "",
        "a superior demanded it; ends that demand's clock",
    ),
    _row(Action.ACCEPT_REPORT, DEMANDED_IN, None, Party.SUPERIOR, "", "of its own demand"),
    _row(
        Action.RETURN_REPORT,
        DEMANDED_IN,
        None,
        Party.SUPERIOR,
        "report_demanded",
        "of its own demand, with a new day",
    ),
    _row(
        Action.DROP_DEMAND,
        DEMANDED_IN,
        None,
        Party.SUPERIOR,
        "",
        "of its own demand; ends that demand's clock",
    ),
    _row(
        Action.ORDER_ACCEPTANCE,
        NEW,
        S.ACCEPTED,
        Party.SUPERIOR,
        "accepted",
        "late as above; accepted on the day of the order",
    ),
    _row(
        Action.TAKE_OVER,
        UNANSWERED,
        None,
        Party.SUPERIOR,
        "",
        "late as above; dates stay and become the superior's",
    ),
    _row(
        Action.TRANSFER,
        UNANSWERED,
        S.ROUTED,
        Party.SUPERIOR,
        "transferred redelivered",
        "late as above; not to whoever is involved, returned it or was late",
    ),
)


def transition(action: Action, stage: Stage) -> Transition | None:
    """The row for ``action`` from ``stage``, or None when the table has none."""
    for row in LIFECYCLE:
        if row.action is action and stage in row.sources:
            return row
    return None


def actions_for(role: Role, stage: Stage) -> tuple[Action, ...]:
    """What a member of staff with ``role`` may do to a case in ``stage``, in table order."""
    parties = PARTIES_OF[role]
    return tuple(row.action for row in LIFECYCLE if stage in row.sources and row.party in parties)


def after(action: Action, stage: Stage, party: Party, *, expected: Stage | None = None) -> Stage:
    """The stage that follows.

    Raises Stale when the form was made for another stage (``expected``), and NotAllowed when the
    table has no such row or the party may not do it.
    """
    if expected is not None and expected is not stage:
        raise Stale("case_moved", expected=expected.value, stage=stage.value)
    row = transition(action, stage)
    if row is None or row.party is not party:
        raise NotAllowed("action_not_open", action=action.value, stage=stage.value)
    return row.to or stage
