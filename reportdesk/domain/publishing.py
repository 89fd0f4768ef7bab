"""Decides every public value of one case from plain facts: level, gates, dates, both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import OPEN, Action, Stage, Visibility
from reportdesk.domain.clock_rules import ClockKind
from reportdesk.domain.clocks import StandingCode, due_date
from reportdesk.domain.disclosure import (
    PublicAuthority,
    WithheldReason,
    coarsened,
    formerly,
    full_basis,
    level_of,
    may_name,
    month_of,
    responsible,
)
from reportdesk.domain.ladders import Rung
from reportdesk.domain.lateness import late_by
from reportdesk.domain.outcome import headline
from reportdesk.domain.public_case import (
    AnswerFacts,
    CaseFacts,
    MeasureFacts,
    Promise,
    PublicCase,
    Said,
    Step,
)
from reportdesk.domain.public_clocks import Book, PublicClock, leading, public_clocks
from reportdesk.domain.public_time import (
    PublicEvent,
    View,
    acceptance,
    band,
    public_events,
    public_stage,
)
from reportdesk.domain.taxonomy import (
    MEASURES_FOR,
    Asked,
    ClockKey,
    DeclineReason,
    Measure,
    Question,
)

DECISIONS = frozenset({ClockKey.DECISION, ClockKey.EXTENSION})
LATENESS = frozenset({ClockKey.NOTICE, *DECISIONS})
REOPENING = frozenset({Action.DISPUTE, Action.SEND_BACK})


def unmet(asked: Sequence[str], measures: Sequence[Measure]) -> tuple[str, ...]:
    """What was asked for and no measure meets."""
    return tuple(code for code in asked if not MEASURES_FOR[Asked(code)] & set(measures))


def public_case(
    facts: CaseFacts, view: View, book: Book, authorities: Mapping[str, PublicAuthority]
) -> PublicCase:
    """The case as of a release; a withheld one is a tombstone of reference and reason alone."""
    answer = facts.answer if _is_out(facts.answer, view) else None
    level = level_of(facts.visibility, full_basis(answer_published=answer is not None))
    if level is Visibility.WITHHELD:
        reason = WithheldReason.of(facts.withheld_reason)
        return PublicCase(facts.ref, level, reason, demonstration=facts.demonstration)
    events = public_events(facts.events, view)
    stage = public_stage(events)
    taken_on = acceptance(facts.events)
    rows = [replace(clock, accepted=taken_on) for clock in facts.clocks]
    clocks = () if stage is Stage.MERGED else public_clocks(rows, view, book)
    if level is not Visibility.FULL:
        clocks = tuple(clock for clock in clocks if clock.key != ClockKey.MEASURE)
    taken = facts.accepted_on is not None or answer is not None
    authority = responsible(facts.target, facts.holder, PLATFORM_AUTHORITY, taken)
    named = level is Visibility.FULL and may_name(facts.school)
    stub = PublicCase(
        ref=facts.ref,
        level=level,
        province=facts.province,
        authority=authority if named else coarsened(authority, authorities),
        practice=facts.practice,
        month=month_of(facts.filed_on),
        stage=stage,
        merged_into=facts.parent_ref if stage is Stage.MERGED else None,
        decline_reason=facts.decline_reason if stage is Stage.DECLINED else None,
        returned_late=_returned_late(facts, view, book),
        taken_from=formerly(facts.taken_from, authority, named, authorities),
        clocks=clocks,
        demonstration=facts.demonstration,
    )
    stub = _timed(stub, facts, view)
    stub = replace(stub, late_by=late_by(clocks, authority, authorities, named=named))
    if level is Visibility.STUB or answer is None:
        return replace(stub, outcome=_outcome(stub, None, ()))
    return _full(stub, facts, answer, events, authorities)


def _returned_late(facts: CaseFacts, view: View, book: Book) -> bool | None:
    """Whether a return came after the time to object, as counted from the end of the month of
    filing: counted from the day itself, it would tell that day."""
    returned = [
        event.on
        for event in facts.events
        if event.event == Action.RETURN and event.entered_on <= view.as_of
    ]
    if not returned or ClockKey.OBJECTION not in book.clocks:
        return None
    begun = view.effective(facts.filed_on)
    return returned[0] > due_date(book.clocks, ClockKey.OBJECTION, begun, book.calendar).due


def _is_out(answer: AnswerFacts | None, view: View) -> bool:
    """Whether an answer was approved by the day of the release."""
    return answer is not None and answer.approved_on <= view.as_of


def _timed(case: PublicCase, facts: CaseFacts, view: View) -> PublicCase:
    """The case with its leading clock, rungs, timeliness and age."""
    head = leading(case.clocks)
    late = head is not None and head.standing.code is StandingCode.OVERDUE
    missed = head is not None and head.standing.code is StandingCode.MISSED
    climbed = {step.rung.value for clock in case.clocks for step in clock.rungs}
    decisions = (clock for clock in case.clocks if clock.key in DECISIONS and not clock.lost)
    decision = next(decisions, None)
    age = (view.standing_on - view.effective(facts.filed_on)).days
    return replace(
        case,
        standing=head.standing.code.value if head else None,
        clock=head.key if head else None,
        clock_kind=head.kind if head else None,
        due=head.due if head else None,
        due_provisional=head.provisional if head else None,
        overdue_days=head.standing.days if head and (late or missed) else None,
        rungs=tuple(sorted(climbed)),
        listed=any(
            clock.runs and any(step.rung is Rung.S4 for step in clock.rungs)
            for clock in case.clocks
        ),
        timely=timely(decision),
        timely_kind=decision.kind if decision else None,
        age=band(max(age, 0)) if case.stage in OPEN else None,
    )


def timely(decision: PublicClock | None) -> str | None:
    """Whether the decision came in time: yes, no or pending; late and still open is no."""
    if decision is None:
        return None
    code = decision.standing.code
    if code is StandingCode.MET:
        return "yes"
    return "no" if code in {StandingCode.MISSED, StandingCode.OVERDUE} else "pending"


def _outcome(
    case: PublicCase, answer: AnswerFacts | None, measures: Sequence[MeasureFacts]
) -> str | None:
    """The headline outcome from what the release itself shows."""
    late = any(
        clock.key in LATENESS and clock.standing.code is StandingCode.OVERDUE
        for clock in case.clocks
    )
    found = headline(
        Stage(case.stage or Stage.ROUTED),
        answer.finding if answer else None,
        [measure.code for measure in measures],
        measures_open=any(m.promised_on and m.evidence_on is None for m in measures),
        decline_reason=DeclineReason(case.decline_reason) if case.decline_reason else None,
        overdue=late,
    )
    return found.value if found else None


def _full(
    stub: PublicCase,
    facts: CaseFacts,
    answer: AnswerFacts,
    events: Sequence[PublicEvent],
    authorities: Mapping[str, PublicAuthority],
) -> PublicCase:
    """The stub with everything that a published answer opens."""
    promises = tuple(_promise(measure, stub.clocks) for measure in facts.measures)
    codes = [measure.code for measure in facts.measures]
    accepted = facts.accepted_on
    days = ((answer.first_on or answer.approved_on) - accepted).days if accepted else None
    named = facts.school is not None and may_name(facts.school)
    made = replace(
        stub,
        outcome=_outcome(stub, answer, facts.measures),
        school=facts.school.id if named and facts.school else None,
        school_kind=facts.school_kind,
        division=facts.division,
        scope=facts.scope,
        levers=answer.levers,
        accepted=accepted.isoformat() if accepted else None,
        answered=answer.approved_on.isoformat(),
        answered_by=_answerer(answer, named, authorities),
        answer_days=days,
        answer_band=band(days) if days is not None else None,
        finding=answer.finding,
        measures=tuple(dict.fromkeys(code.value for code in codes)),
        measures_late=sum(promise.standing == StandingCode.OVERDUE for promise in promises),
        asked=answer.asked,
        unmet=unmet(answer.asked, codes),
        review_level=answer.level,
        reopened=any(event.event in REOPENING for event in events),
        sheet=_sheet(answer),
        steps=_steps(events, stub.clocks, facts.measures),
        promises=promises,
    )
    return _with_texts(made, facts, answer)


def _answerer(answer: AnswerFacts, named: bool, authorities: Mapping[str, PublicAuthority]) -> str:
    """Who answered, as coarse as the case itself."""
    return answer.authority_id if named else coarsened(answer.authority_id, authorities)


def _with_texts(case: PublicCase, facts: CaseFacts, answer: AnswerFacts) -> PublicCase:
    """The texts meant for the public, of staff and of reporters, or none of them."""
    if may_name(facts.school):
        return replace(
            case,
            title=answer.title,
            summary=answer.summary,
            legal_basis=answer.legal_basis,
            document=answer.document,
            document_on=answer.document_on.isoformat() if answer.document_on else None,
            excerpts=facts.excerpts,
        )
    return replace(
        case,
        sheet={question: (said, code, None) for question, (said, code, _) in case.sheet.items()},
        promises=tuple(replace(promise, evidence=None) for promise in case.promises),
    )


def _sheet(answer: AnswerFacts) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Both sides of the question sheet, in its order."""
    nothing: Said = (None, None)
    return {
        question.value: (answer.students.get(question), *answer.sheet.get(question, nothing))
        for question in Question
    }


def _promise(measure: MeasureFacts, clocks: Sequence[PublicClock]) -> Promise:
    """One measure with the standing of its own clock, where a date was promised."""
    own = (c for c in clocks if c.key == ClockKey.MEASURE and c.measure == measure.number)
    clock = next(own, None)
    late = clock is not None and clock.standing.code in {StandingCode.OVERDUE, StandingCode.MISSED}
    return Promise(
        number=measure.number,
        code=measure.code,
        promised=measure.promised_on.isoformat() if measure.promised_on else None,
        standing=clock.standing.code.value if clock else None,
        overdue_days=clock.standing.days if clock and late else None,
        evidence_on=measure.evidence_on.isoformat() if measure.evidence_on else None,
        evidence=measure.evidence,
    )


def _steps(
    events: Sequence[PublicEvent],
    clocks: Sequence[PublicClock],
    measures: Sequence[MeasureFacts],
) -> tuple[Step, ...]:
    """The timeline: what happened, which proofs came, which rungs were climbed."""
    found = [
        (event.order, rank, Step(event.when, event.event, event.stage, entered=event.entered))
        for rank, event in enumerate(events)
    ]
    later = len(events)
    for measure in measures:
        if measure.evidence_on is not None:
            step = Step(measure.evidence_on.isoformat(), "evidence", code=measure.code)
            found.append((measure.evidence_on, later, step))
    for clock in clocks:
        if clock.kind == ClockKind.POLICY:
            continue
        for climbed in clock.rungs:
            step = Step(climbed.when, "rung", code=climbed.rung)
            found.append((climbed.order, later, step))
    return tuple(step for _, _, step in sorted(found, key=lambda item: (item[0], item[1])))
