"""Letters of the demonstration to authorities without accounts, and what one answered on paper."""

from reportdesk.cli.demo_acts import Stage
from reportdesk.domain.correspondence import Way
from reportdesk.domain.official import Content, Document, Reply
from reportdesk.services import corresponding, transcribing

CLERK, SECOND_CLERK = "platform-1", "platform-2"


def write_letter(stage: Stage, ref: str) -> None:
    """The platform writes to the authority, with a reference that nobody needs to know here."""
    kit, actor, version = stage.cast.runtime, stage.cast[CLERK].actor, stage.version(ref)
    lookup = kit.vault.reference_lookup(kit.vault.draw_reference())
    kit.write(
        lambda tx: corresponding.write(tx, kit.pack, actor, ref, lookup=lookup, version=version)
    )


def post_letter(stage: Stage, ref: str) -> None:
    """Written, and sent on the same day."""
    write_letter(stage, ref)
    kit, actor, version = stage.cast.runtime, stage.cast[CLERK].actor, stage.version(ref)
    on, way = kit.clock().date(), Way.REGISTERED_POST
    kit.write(
        lambda tx: corresponding.send(
            tx, kit.pack, actor, ref, on=on, way=way, tracking="", version=version
        )
    )


def letter_arrives(stage: Stage, ref: str) -> None:
    """The authority has it."""
    kit, actor, version = stage.cast.runtime, stage.cast[CLERK].actor, stage.version(ref)
    on = kit.clock().date()
    kit.write(lambda tx: corresponding.arrive(tx, kit.pack, actor, ref, on=on, version=version))


def copy_acceptance(stage: Stage, ref: str) -> None:
    """A paper says that the authority took the case on; one copies it, another compares."""
    kit, today = stage.cast.runtime, stage.cast.runtime.clock().date()
    who, second, version = stage.cast[CLERK], stage.cast[SECOND_CLERK], stage.version(ref)
    paper = Document("演人社信〔示范〕12号", today, today)
    content = Content(accepted_on=today)
    kit.write(
        lambda tx: transcribing.enter(
            tx,
            kit.vault,
            who,
            ref,
            reply=Reply.ACCEPT,
            document=paper,
            content=content,
            version=version,
        )
    )
    now = stage.version(ref)
    kit.write(lambda tx: transcribing.approve(tx, kit.vault, kit.pack, second, ref, version=now))
