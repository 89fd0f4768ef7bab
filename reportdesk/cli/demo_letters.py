"""Letters of the demonstration: to a school, to a body beside the case, and a decision on paper."""

from datetime import timedelta

from reportdesk.cli.demo_acts import MOE_OFFICER, OFFICER, Act, Stage
from reportdesk.domain.inquiry import Inquiry, Paper, Unsaid
from reportdesk.domain.letter import LetterKind, LetterOrder
from reportdesk.domain.taxonomy import Practice, Question
from reportdesk.services import inquiring, lettering

WITHIN = timedelta(days=15)


def inquire(stage: Stage, ref: str) -> None:
    """Write to the school as a routine check."""
    kit, who, version = stage.cast.runtime, stage.cast[OFFICER], stage.version(ref)
    wish = Inquiry(
        practices=(Practice.VOICE_RECORDING, Practice.FACE_OR_VIDEO, Practice.TEXT_OR_ANNOTATION),
        questions=(Question.COMPULSORY, Question.SEPARATE_CONSENT, Question.PAID_BY_COMPANY),
        papers=(Paper.NOTICES, Paper.CONTRACTS, Paper.CONSENT_FORMS),
        by=kit.clock().date() + WITHIN,
        unsaid=frozenset(Unsaid),
    )
    kit.write(
        lambda tx: inquiring.send_inquiry(tx, kit.vault, kit.pack, who, ref, wish, version=version)
    )


def tell_regulator(stage: Stage, ref: str) -> None:
    """Inform the cyberspace administration."""
    order = LetterOrder(LetterKind.DATA_REGULATOR, addressee_id="cac-420000", names_school=False)
    _send(stage, ref, OFFICER, order)


def on_paper(kind: LetterKind) -> Act:
    """An act that puts what was decided on paper."""
    who = MOE_OFFICER if kind is LetterKind.REVIEW else OFFICER

    def act(stage: Stage, ref: str) -> None:
        _send(stage, ref, who, LetterOrder(kind))

    return act


def _send(stage: Stage, ref: str, who: str, order: LetterOrder) -> None:
    """Send one letter."""
    kit, actor, version = stage.cast.runtime, stage.cast[who].actor, stage.version(ref)
    kit.write(
        lambda tx: lettering.send_letter(
            tx, kit.pack, actor, ref, order, sure=False, version=version
        )
    )
