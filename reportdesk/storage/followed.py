"""A case as its reporter may see it: events, clocks and answers, as values of the domain."""

from collections.abc import Callable
from dataclasses import replace

from reportdesk.domain.case import Action, Stage
from reportdesk.domain.clocks import standing
from reportdesk.domain.following import Answered, Promise, Step, Timer
from reportdesk.domain.joining import steps_for_joiner
from reportdesk.domain.official import Paper, Stands
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.schema import Pack
from reportdesk.storage.answer import CaseAnswer, answers_of, measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import clocks_of, judged
from reportdesk.storage.correspondence import letters_of
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events
from reportdesk.storage.merging import line_of
from reportdesk.storage.official import replies_of
from reportdesk.storage.plan import authority_name
from reportdesk.storage.report import Report

PASSED_ON = frozenset({Action.REASSIGN, Action.TRANSFER})


def mine(row: History, report: Report) -> bool:
    """Whether an event is the case's, or this report's own, rather than another reporter's.

    Numbers of reports count within one case: those of a case into which this one was merged are
    never its own.
    """
    own = {None, report.number} if row.case_id == report.case_id else {None}
    return row.report_id in {None, report.report_id} and row.fields.get("report") in own


def step(tx: Tx, row: History) -> Step:
    """One event as the page shows it; of a case passed on, with the name of whom it is for."""
    who = row.fields.get("target") if row.event in PASSED_ON else row.authority_id
    name = authority_name(tx, who) if who else None
    return Step(row.number, row.event, row.on, Stage(row.stage), name, row.fields)


def steps_of(tx: Tx, case: Case, report: Report) -> tuple[Step, ...]:
    """The events of the case that governs, as far as they are this report's business."""
    return tuple(step(tx, row) for row in events(tx, case.case_id) if mine(row, report))


def steps_before(tx: Tx, case: Case, report: Report) -> tuple[Step, ...]:
    """What happened to the report's own case until it was merged; old news, so without a number.

    Of a case that it was merged into on the way, only that this one was merged too.
    """
    own, *rest = line_of(tx, tx.session.get_one(Case, report.case_id))
    if own.case_id == case.case_id:
        return ()
    rows = [row for row in events(tx, own.case_id) if mine(row, report)]
    for one in rest[:-1]:
        rows += [row for row in events(tx, one.case_id) if row.event == Action.MERGE][-1:]
    before = (step(tx, row) for row in rows)
    found = tuple(replace(one, number=0) for one in before)
    return steps_for_joiner(found) if report.joined else found


def merged_away(tx: Tx, report: Report) -> bool:
    """Whether a report's case was merged into one that others opened."""
    line = line_of(tx, tx.session.get_one(Case, report.case_id))
    return any(one.stage == Stage.MERGED for one in line)


def earlier_of(tx: Tx, case: Case, report: Report) -> str | None:
    """The ended case that this one goes on with, for those who know of it: who named it when they
    filed, and its own reporters."""
    earlier = tx.session.get(Case, case.linked_id) if case.linked_id else None
    if earlier is None or (report.joined and report.case_id == case.case_id):
        return None
    return earlier.ref


def answered_before(tx: Tx, case: Case, report: Report) -> tuple[Answered, ...]:
    """What was answered in the report's own case, which was closed before another went on."""
    own = tx.session.get_one(Case, report.case_id)
    if own.case_id == case.case_id or own.stage == Stage.MERGED:
        return ()
    return answered(tx, own, report, lambda _row: None)


def timers(tx: Tx, pack: Pack, case: Case) -> tuple[Timer, ...]:
    """The clocks with their standing: running ones first, soonest first, then the others.

    What a superior asks of the holder is between the two.
    """
    rows = [
        row
        for row in clocks_of(tx, case.case_id)
        if row.stopped_on != row.started_on and row.key != ClockKey.DEMAND
    ]
    rows.sort(key=lambda row: (row.stopped_on is not None, row.due, row.number))
    return tuple(
        Timer(
            due=judged(row, pack),
            standing=standing(row.due, row.stopped_on, tx.today),
            stopped_on=row.stopped_on,
            by=row.stopped_by,
            params=row.params,
            number=row.number,
        )
        for row in rows
    )


def _read(row: CaseAnswer, report: Report, reply: Callable[[CaseAnswer], str | None]) -> str | None:
    """What an answer says: of a paper document its public words, of a review what it says."""
    if row.document is not None:
        return row.public_summary
    before = row.approved_on is not None and report.filed_on <= row.approved_on
    return reply(row) if row.level and before else None


def papers(tx: Tx, case: Case) -> tuple[Paper, ...]:
    """Documents that count and say something in words, oldest first."""
    whose = {letter.id: letter.authority_id for letter in letters_of(tx, case.case_id)}
    return tuple(
        Paper(
            kind=row.kind,
            number=row.number,
            dated_on=row.dated_on,
            received_on=row.received_on,
            authority=authority_name(tx, whose[row.letter_id]),
            words=row.words or "",
        )
        for row in replies_of(tx, case.case_id)
        if row.state == Stands.COUNTS and row.words
    )


def answered(
    tx: Tx, case: Case, report: Report, reply: Callable[[CaseAnswer], str | None]
) -> tuple[Answered, ...]:
    """The answers that a second person approved; ``reply`` opens what a review says.

    A review answers those who asked for it; others of the case at that time read its words here.
    """
    measures = measures_of(tx, case.case_id)
    return tuple(
        Answered(
            authority=authority_name(tx, row.authority_id),
            on=row.approved_on,
            finding=row.finding,
            sheet=row.sheet or {},
            legal_basis=row.legal_basis or "",
            measures=tuple(
                Promise(m.number, m.code, m.promised_on, m.evidence_on, m.evidence)
                for m in measures
                if m.answer_number == row.number
            ),
            number=row.number,
            level=row.level,
            opinion=row.opinion,
            reply=_read(row, report, reply),
            document=row.document,
            document_on=row.document_on,
        )
        for row in answers_of(tx, case.case_id)
        if row.approved_on is not None
    )
