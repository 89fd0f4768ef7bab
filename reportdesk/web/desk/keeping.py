"""Legal holds as authorities put them: until when content stays, why, and lifting it again."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import READS_CASES, Role
from reportdesk.domain.retention import HoldReason
from reportdesk.queries import keeping as kept
from reportdesk.services import holding
from reportdesk.web.context import read, runtime
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.keeping_forms import DecideForm, HoldForm
from reportdesk.web.desk.step import step
from reportdesk.web.kept import how_kept, why_kept


@bp.route("/cases/<ref>/keeping", methods=["GET", "POST"])
@access(*READS_CASES)
def keeping(ref: str) -> ResponseReturnValue:
    """When the content goes and how that day comes about; heads may hold it off."""
    actor, form = current().actor, HoldForm()
    return step(
        ref,
        None,
        form,
        "desk/keeping.html",
        _("已暂缓销毁，学生能看到原因和日期。"),
        lambda tx: holding.put(
            tx,
            actor,
            ref,
            reason=HoldReason(form.reason.data),
            until=form.until.data,
            version=form.made_for(),
        ),
        **_shown(ref),
    )


@bp.post("/cases/<ref>/keeping/lift")
@access(Role.HEAD)
def lift_hold(ref: str) -> ResponseReturnValue:
    """End a hold before its day."""
    actor, form = current().actor, DecideForm()
    return step(
        ref,
        None,
        form,
        "desk/keeping.html",
        _("已解除暂缓销毁，销毁的日期重新计算。"),
        lambda tx: holding.lift(tx, actor, ref, number=form.which(), version=form.made_for()),
        **_shown(ref),
    )


def _shown(ref: str) -> dict[str, Any]:
    """What the page shows beside the form."""
    pack, actor = runtime().pack, current().actor
    found = read(lambda tx: kept.keeping(tx, pack, actor, ref))
    return {"keeping": found, "how_kept": how_kept, "why_kept": why_kept}
