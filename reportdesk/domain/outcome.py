"""The headline outcome of a case, derived and never stored."""

from collections.abc import Collection

from reportdesk.domain.case import Stage
from reportdesk.domain.taxonomy import DeclineReason, Finding, Measure, Outcome

ACCOUNTABILITY = frozenset(
    {Measure.DISCIPLINE, Measure.FINE, Measure.PUBLIC_CRITICISM, Measure.REFER}
)
_BY_FINDING = {
    Finding.PARTLY: Outcome.PARTLY,
    Finding.UNSUBSTANTIATED: Outcome.UNSUBSTANTIATED,
    Finding.NOT_VERIFIABLE: Outcome.NOT_VERIFIABLE,
    Finding.MISUNDERSTANDING_EXPLAINED: Outcome.EXPLAINED,
    Finding.NO_FINDING: Outcome.NO_RESPONSE,
}


def headline(
    stage: Stage,
    finding: Finding | None,
    measures: Collection[Measure] = (),
    *,
    measures_open: bool = False,
    decline_reason: DeclineReason | None = None,
    overdue: bool = False,
) -> Outcome | None:
    """The one outcome that heads the case, or None while it is too early to say.

    ``measures_open`` means a promised measure has no accepted evidence yet; ``overdue`` means a
    binding or guideline date passed without an answer.
    """
    if stage is Stage.WITHDRAWN:
        return Outcome.WITHDRAWN
    if stage is Stage.DECLINED:
        foreign = decline_reason in {None, DeclineReason.NOT_THIS_AUTHORITY}
        return Outcome.OUT_OF_JURISDICTION if foreign else Outcome.NOT_VERIFIABLE
    if finding is None:
        return Outcome.NO_RESPONSE if overdue else None
    if finding is not Finding.CONFIRMED:
        return _BY_FINDING[finding]
    if measures_open:
        return Outcome.CORRECTION_PENDING
    real = set(measures) - {Measure.NONE}
    if real & ACCOUNTABILITY:
        return Outcome.ACCOUNTABILITY
    return Outcome.CORRECTED if real else Outcome.CORRECTION_PENDING
