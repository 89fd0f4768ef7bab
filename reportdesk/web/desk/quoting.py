"""Excerpts that students offer: one person proposes, a second one lets the next release show it."""

from typing import TYPE_CHECKING

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.identity import public_details
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import quoting, reading
from reportdesk.services.reading import OfferView
from reportdesk.web.context import runtime, write
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import attempt, is_look, open_file, page
from reportdesk.web.desk.steps import require_writing
from reportdesk.web.labels import label

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx


@bp.route("/cases/<ref>/excerpts/<int:report>/<int:number>", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def excerpt(ref: str, report: int, number: int) -> ResponseReturnValue:
    """Read an offered excerpt as the public would; propose, approve, or leave it."""
    form, file = forms.StepForm(), open_file(ref)
    require_writing(file)
    offer = _offer(file, report, number)
    if not is_look() and form.validate():
        done = _decided(form, file, offer)
        if done is not None:
            return done
        offer = _offer(file, report, number)
    found = [
        ("excerpt", label("detail_kind", detail.kind), offer.text[detail.start : detail.end])
        for detail in public_details(offer.text)
    ]
    own = offer.proposed_by == current().actor.account_id
    writer = file.people.get(offer.proposed_by or "", "")
    return page("desk/excerpt.html", form, ref, offer=offer, own=own, writer=writer, warnings=found)


def _decided(form: forms.StepForm, file: CaseFile, offer: OfferView) -> ResponseReturnValue | None:
    """What the button says."""
    kit, holder, ref, do = runtime(), current(), file.case.ref, request.form.get("do")
    where = {"report": offer.report, "number": offer.number}

    def act(tx: "Tx") -> None:
        if do == "propose":
            quoting.propose(tx, holder, ref, **where)
        elif do == "approve":
            quoting.approve(tx, kit.vault, holder, ref, **where)
        else:
            quoting.refuse(tx, holder, ref, **where)

    said = {
        "propose": _("已请同事批准。批准以前不公开。"),
        "approve": _("已批准，下一次发布会公开。"),
    }
    return attempt(form, file, act, said.get(do or "", _("这段话不公开。")))


def _offer(file: CaseFile, report: int, number: int) -> OfferView:
    """The offer, if it still stands."""
    kit, holder, ref = runtime(), current(), file.case.ref
    opened = write(lambda tx: reading.read(tx, kit.vault, holder, ref))
    if opened is None:
        raise NotAllowed("not_keyed")
    for offer in opened.offers:
        if (offer.report, offer.number) == (report, number):
            return offer
    raise NotFound("excerpt")
