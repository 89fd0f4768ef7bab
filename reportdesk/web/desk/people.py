"""Pages about people: my colleagues, and the record of acts."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from reportdesk.domain.actors import KEYED, Role
from reportdesk.domain.errors import BadInput
from reportdesk.queries import staff as staff_queries
from reportdesk.services import accounts
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk.access import STAFF, access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.forms import InviteForm, PlainForm, put_error
from reportdesk.web.labels import choices, error_words, label
from reportdesk.web.labels_words import GROUPS
from reportdesk.web.locale import lang, url

SEES_COLLEAGUES = (Role.OFFICER, Role.HEAD, Role.SUPERVISOR, Role.PLATFORM, Role.ADMIN)


@bp.get("/staff")
@access(*SEES_COLLEAGUES)
def staff() -> ResponseReturnValue:
    """My colleagues: who is in, who waits, and whom to invite."""
    return _staff_page(_invite_form())


@bp.post("/staff")
@access(*accounts.STAFF_MANAGERS)
def invite() -> ResponseReturnValue:
    """Invite a colleague; the link is shown once."""
    form, holder = _invite_form(), current()
    if form.validate():
        try:
            token = write(
                lambda tx: accounts.invite(
                    tx,
                    holder.actor,
                    login=form.login.data or "",
                    name=form.name.data or "",
                    authority_id=holder.actor.authority_id,
                    role=Role(form.role.data),
                )
            )
            link = runtime().settings.site_url + url("desk.join", token=token)
            return _staff_page(_invite_form(blank=True), link=link)
        except BadInput as error:
            put_error(form[error.field], error_words(error.code, **error.params))
    return _staff_page(form)


def _invite_form(*, blank: bool = False) -> InviteForm:
    """The invitation form with the roles this authority has."""
    form = InviteForm(formdata=None) if blank or request.method == "GET" else InviteForm()
    form.role.choices = choices("role", accounts.roles_at(current().actor.authority_id))
    return form


def _staff_page(form: InviteForm, link: str = "") -> ResponseReturnValue:
    """The list of colleagues with the words of each key."""
    kit, holder = runtime(), current()
    people = read(lambda tx: staff_queries.colleagues(tx, holder.actor.authority_id))
    waiting = [one for one in people if one.waits]
    words = {one.id: kit.vault.fingerprint(one.public_key, lang()) for one in waiting}
    page = render_template(
        "desk/staff.html",
        form=form,
        plain=PlainForm(formdata=None),
        link=link,
        people=people,
        words=words,
        may_manage=holder.actor.role in accounts.STAFF_MANAGERS,
        may_admit=holder.actor.role in KEYED and bool(holder.authority),
    )
    return page, 422 if form.errors else 200


@bp.post("/staff/<account_id>/admit")
@access(*KEYED)
def admit(account_id: str) -> ResponseReturnValue:
    """Hand the authority's key to a colleague whose words were compared."""
    holder = current()
    write(lambda tx: accounts.admit(tx, runtime().vault, holder, account_id))
    return redirect(url("desk.staff"), 303)


@bp.route("/staff/<account_id>/end", methods=["GET", "POST"])
@access(*accounts.STAFF_MANAGERS)
def end_access(account_id: str) -> ResponseReturnValue:
    """Ask once, then end a colleague's access."""
    holder = current()
    if request.method == "GET":
        found = read(lambda tx: staff_queries.colleague(tx, holder.actor.authority_id, account_id))
        return render_template("desk/end_access.html", person=found, form=PlainForm())
    write(lambda tx: accounts.end(tx, runtime().vault, holder.actor, account_id))
    return redirect(url("desk.staff"), 303)


@bp.get("/record")
@access(*STAFF)
def record() -> ResponseReturnValue:
    """What was read and done at this authority, newest first, and whether the chain is whole."""
    page = max(request.args.get("page", 1, type=int), 1)
    holder = current()
    found = read(lambda tx: staff_queries.record(tx, holder.actor.authority_id, page))
    words = {act.act: _act_words(act.act) for act in found.acts}
    return render_template("desk/record.html", found=found, words=words)


def _act_words(act: str) -> str:
    """The words of an act: of its own, or those of the same event in a case's history."""
    return label("act" if act in GROUPS["act"] else "event", act)
