"""What the demonstration shows of keeping: a legal hold, and a case that is not public."""

from datetime import timedelta

from reportdesk.cli.demo_acts import HEAD, Stage
from reportdesk.domain.disclosure import WithheldReason
from reportdesk.domain.retention import HoldReason
from reportdesk.services import holding, withholding

HELD = timedelta(days=300)


def hold(stage: Stage, ref: str) -> None:
    """The head keeps the content for a court."""
    kit, who, version = stage.cast.runtime, stage.cast[HEAD].actor, stage.version(ref)
    until = kit.clock().date() + HELD
    kit.write(
        lambda tx: holding.put(tx, who, ref, reason=HoldReason.COURT, until=until, version=version)
    )


def withhold(stage: Stage, ref: str) -> None:
    """The platform takes a case out of the public record; a second person has yet to agree."""
    kit, who, version = stage.cast.runtime, stage.cast["platform-1"].actor, stage.version(ref)
    reason = WithheldReason.MINOR
    kit.write(lambda tx: withholding.withhold(tx, who, ref, reason=reason, version=version))
