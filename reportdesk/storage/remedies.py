"""What a reporter may object to, and who would decide: read from clocks, history and the ladder."""

from collections.abc import Collection, Sequence
from datetime import date

from reportdesk.domain.access import REVIEWS
from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.correspondence import Purpose
from reportdesk.domain.following import OBJECTIONS, Letter, Remedy, Sent
from reportdesk.domain.following import REVIEWS as REVIEWING
from reportdesk.domain.ladders import superiors_of
from reportdesk.domain.rated import Rated
from reportdesk.domain.remedies import (
    RATED_AFTER,
    REQUESTS,
    THEN,
    WINDOWS,
    Objecting,
    refusal,
)
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.schema import Pack
from reportdesk.storage.acts import ASKED_FOR_REVIEW, BY_LETTER
from reportdesk.storage.answer import CaseAnswer, answers_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import WINDOW_OVER, Clock, clocks_of, judged, running
from reportdesk.storage.correspondence import retire
from reportdesk.storage.db import Tx
from reportdesk.storage.history import events, happened, named_by, record
from reportdesk.storage.plan import authority_name
from reportdesk.storage.rating import rating_of
from reportdesk.storage.report import LADDER, OPEN, Report, messages_of
from reportdesk.storage.staff import is_active

REDOES = (Action.DISPUTE.value, Action.SEND_BACK.value)


def above(tx: Tx, case: Case) -> tuple[str, ...]:
    """Who stands above whoever decided last, lowest first."""
    asked = named_by(tx, case.case_id, ASKED_FOR_REVIEW)
    return superiors_of(asked[-1] if case.level and asked else case.authority_id, case.ladder)


def taker(tx: Tx, superiors: Sequence[str]) -> str:
    """Who takes a review: the first above that has staff here, else the platform desk."""
    return next((one for one in superiors if is_active(tx, one)), PLATFORM_AUTHORITY)


def objecting(tx: Tx, case: Case, today: date, sent: Collection[Sent] = ()) -> Objecting:
    """What the rule of objections looks at; ``sent`` is what this reporter asked for already."""
    window = _window(tx, case)
    redoes = [row.event for row in events(tx, case.case_id) if row.event in REDOES]
    return Objecting(
        stage=Stage(case.stage),
        level=case.level,
        today=today,
        until=window.due if window else None,
        lapsed=window is not None and window.stopped_by == WINDOW_OVER,
        disputed=Action.DISPUTE in redoes,
        by_dispute=bool(redoes) and redoes[-1] == Action.DISPUTE,
        superior=bool(above(tx, case)),
        sent=sent,
    )


def _window(tx: Tx, case: Case) -> Clock | None:
    """The newest window of the case's level, running or not."""
    key = ClockKey.SECOND_REVIEW_WINDOW if case.level else ClockKey.REVIEW_WINDOW
    found = [row for row in clocks_of(tx, case.case_id) if row.key == key]
    return found[-1] if found else None


def remedies_of(tx: Tx, pack: Pack, case: Case, letters: Sequence[Letter]) -> tuple[Remedy, ...]:
    """The ways to object that this case has for the writer of these letters, open or not."""
    facts = objecting(tx, case, tx.today, _sent(letters))
    window, superiors = _window(tx, case), above(tx, case)
    to = taker(tx, superiors) if superiors else None
    return tuple(
        Remedy(
            kind=kind,
            refusal=why,
            until=judged(window, pack) if window and window.key == WINDOWS[kind] else None,
            then=pack.due_date(THEN[kind], tx.today, started_by=REQUESTS[kind]),
            to=_name(tx, superiors, to, kind, case),
            direct=to != PLATFORM_AUTHORITY or kind is Sent.DISPUTE,
            joins=facts.joins(kind),
        )
        for kind in Sent
        if kind in OBJECTIONS
        for why in [refusal(kind, facts)]
        if why != "remedy_not_yet"
    )


def _name(
    tx: Tx, superiors: Sequence[str], to: str | None, kind: Sent, case: Case
) -> tuple[str, str]:
    """Whose decision it is: of a redo the holder, of a review whoever takes it, or should.

    Where nobody is above, whoever decided last.
    """
    if kind is Sent.DISPUTE:
        return authority_name(tx, case.authority_id)
    if to is None:
        asked = named_by(tx, case.case_id, ASKED_FOR_REVIEW)
        return authority_name(tx, asked[-1] if case.level and asked else case.authority_id)
    return authority_name(tx, superiors[0] if to == PLATFORM_AUTHORITY else to)


def _sent(letters: Sequence[Letter]) -> frozenset[Sent]:
    """What the writer asked for since the newest answer; a redo and a second review only once."""
    last = max((one.number for one in letters if one.kind == "answer"), default=0)
    return frozenset(
        Sent(one.kind)
        for one in letters
        if one.sender is None
        and one.kind in OBJECTIONS
        and (one.number > last or one.kind != Sent.REVIEW)
    )


def running_review(tx: Tx, case: Case) -> str | None:
    """Who reviews the case now."""
    asked = named_by(tx, case.case_id, ASKED_FOR_REVIEW)
    return asked[-1] if asked and Stage(case.stage) in REVIEWS else None


def newest_answer(tx: Tx, case_id: str) -> CaseAnswer | None:
    """The newest answer or opinion that counts."""
    counted = [row for row in answers_of(tx, case_id) if row.approved_on is not None]
    return counted[-1] if counted else None


def rated(tx: Tx, pack: Pack, case: Case, report: Report) -> Rated | None:
    """What the reporter said about the newest answer, and whether they still may; None without."""
    answer = newest_answer(tx, case.case_id)
    if answer is None or answer.approved_on is None:
        return None
    until = pack.due_date(ClockKey.REVIEW_WINDOW, answer.approved_on, started_by="answered")
    row = rating_of(tx, report, answer.number)
    solved, satisfied = row.said if row else (None, None)
    return Rated(
        until=until,
        open=tx.today <= until.due and Stage(case.stage) in RATED_AFTER,
        solved=solved,
        satisfied=satisfied,
    )


def layer_for(tx: Tx, case: Case, report: Report, to: str) -> str:
    """How a report is sealed for an authority keyed late: open when its reporter waits for it."""
    asked = any(row.kind in REVIEWING for row in messages_of(tx, report))
    return OPEN if asked and _waits_for(tx, case, to) else LADDER


def pass_on(tx: Tx, case: Case, to: str) -> None:
    """Let a review that the platform desk kept go to an authority that has staff now."""
    if not _waits_for(tx, case, to):
        return
    record(tx, case, "review_passed_on", party="platform", authority_id=to)
    retire(tx, case.case_id, Purpose.REVIEW)
    for clock in running(tx, case.case_id):
        if clock.key in {ClockKey.REVIEW_OPINION, ClockKey.SECOND_REVIEW_OPINION}:
            clock.authority_id = to
    case.version += 1


def _waits_for(tx: Tx, case: Case, to: str) -> bool:
    """Whether the platform desk keeps a review that this authority, keyed late, can take."""
    asked = named_by(tx, case.case_id, ASKED_FOR_REVIEW)
    if Stage(case.stage) in REVIEWS and asked and asked[-1] == to:
        return happened(tx, case.case_id, BY_LETTER)
    kept = Stage(case.stage) in REVIEWS and asked and asked[-1] == PLATFORM_AUTHORITY
    below = next((one for one in reversed(asked) if one != PLATFORM_AUTHORITY), None)
    return bool(kept) and to in superiors_of(below or case.authority_id, case.ladder)
