"""Steps on cases about one matter: merged, taken out again, or gone on with after their end."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Action
from reportdesk.domain.errors import NotAllowed
from reportdesk.domain.reopening import ReopenReason
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.kin import Candidate, candidates
from reportdesk.services import merging, reopening
from reportdesk.web.context import read, runtime
from reportdesk.web.dates import day, day_short, month
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import step
from reportdesk.web.labels import error_words, label, unsettled


@bp.route("/cases/<ref>/merge", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def merge(ref: str) -> ResponseReturnValue:
    """Let the case follow another about the same matter."""
    kit, holder, form = runtime(), current(), forms.MergeForm()
    return step(
        ref,
        Action.MERGE,
        form,
        "desk/merge.html",
        _("已并案。以后的进展、答复和期限都看并入的那一起。"),
        lambda tx: merging.merge(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            into=form.into.data,
            reason=form.text.data,
            version=form.made_for(),
        ),
        lambda file: _offer(form, file),
    )


@bp.route("/cases/<ref>/unmerge", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def unmerge(ref: str) -> ResponseReturnValue:
    """Take the case out of the one it follows."""
    kit, holder, form = runtime(), current(), forms.UnmergeForm()
    return step(
        ref,
        Action.UNMERGE,
        form,
        "desk/unmerge.html",
        _("已从并案中拆回，恢复到并案前的阶段和期限。"),
        lambda tx: merging.unmerge(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            reason=form.text.data,
            version=form.made_for(),
        ),
    )


@bp.route("/cases/<ref>/reopen", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def reopen(ref: str) -> ResponseReturnValue:
    """Take a closed case up again, as a new one."""
    kit, holder, form = runtime(), current(), forms.ReopenForm()
    return step(
        ref,
        None,
        form,
        "desk/reopen.html",
        _("已另立新案件接着办，期限从今天重新算。"),
        lambda tx: reopening.reopen(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            reason=ReopenReason(form.reason.data),
            text=form.text.data,
            version=form.made_for(),
        ),
        _require_closed,
    )


def _require_closed(file: CaseFile) -> None:
    """Raises NotAllowed for a case that cannot be taken up again."""
    if not file.kin.reopenable:
        raise NotAllowed("action_not_open", action="reopen", stage=file.case.stage)


def _offer(form: forms.MergeForm, file: CaseFile) -> None:
    """The cases to choose from, and why others cannot be chosen."""
    actor, ref = current().actor, file.case.ref
    found = read(lambda tx: candidates(tx, actor, ref))
    form.into.choices = [(one.ref, _described(one)) for one in found if one.why is None]
    form.others = [(one.ref, error_words(one.why)) for one in found if one.why is not None]


def _described(one: Candidate) -> Markup:
    """A case to choose: where it stands, since when, and until when."""
    since, until = one.period
    parts = [
        one.ref,
        one.school or _("名录以外的学校"),
        label("stage", one.stage),
        escape(_("%(day)s提交")) % {"day": day(one.filed_on)},
        escape(_("做法从%(since)s到%(until)s"))
        % {"since": month(since), "until": month(until) if until else _("现在，或不清楚")},
    ]
    if one.due is not None:
        parts.append(
            escape(_("最近的期限 %(due)s")) % {"due": day_short(one.due) + unsettled(one.due)}
        )
    if one.said:
        parts.append(_("举报人说是同一件事，或是接着它另立的案件"))
    return escape(_("，")).join(parts)
