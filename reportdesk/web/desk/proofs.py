"""What proves a measure: one person writes it, a second one lets it count."""

from typing import TYPE_CHECKING, Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.identity import public_details
from reportdesk.queries.answer_lines import MeasureLine
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import proving, reading
from reportdesk.services.reading import ProofView
from reportdesk.web.context import runtime, write
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import attempt, is_look, open_file, page
from reportdesk.web.desk.steps import require_writing
from reportdesk.web.labels import label
from reportdesk.web.locale import url

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx


@bp.route("/cases/<ref>/measures/<int:number>", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def evidence(ref: str, number: int) -> ResponseReturnValue:
    """Write what proves a measure, and hand it to a second person."""
    file = open_file(ref)
    measure, proof = _measure(file, number), _proof(file, number)
    if proof is not None and proof.waits and is_look():
        return redirect(url("desk.accept_proof", ref=ref, number=number), 303)
    start = {"on": proof.on, "evidence": proof.text} if proof else {"on": runtime().clock().date()}
    form = forms.EvidenceForm(data=start)
    if not is_look() and form.validate():
        done = attempt(
            form,
            file,
            lambda tx: _propose(tx, ref, number, form),
            _("证明已交给同事。同事认可以前，计时不停，也不公开。"),
        )
        if done is not None:
            return done
    return page("desk/evidence.html", form, ref, measure=measure, proof=proof)


@bp.route("/cases/<ref>/measures/<int:number>/accept", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def accept_proof(ref: str, number: int) -> ResponseReturnValue:
    """Read a colleague's proof as the public will; let it count, or give it back."""
    form, file = forms.ApproveForm(), open_file(ref)
    measure, proof = _measure(file, number), _proof(file, number)
    if proof is None or not proof.waits:
        raise NotFound("proof")
    if not is_look() and form.validate():
        done = _judge(form, file, number)
        if done is not None:
            return done
    return page("desk/accept_proof.html", form, ref, **_shown(file, measure, proof))


def _judge(form: forms.ApproveForm, file: CaseFile, number: int) -> ResponseReturnValue | None:
    """Accept, or give back with a reason."""
    kit, holder, ref, version = runtime(), current(), file.case.ref, form.made_for()
    if request.form.get("do") == "approve":
        return attempt(
            form,
            file,
            lambda tx: proving.accept(tx, kit.vault, holder, ref, measure=number, version=version),
            _("证明已认可，下一次发布会公开。"),
        )
    reason = form.reason.data or ""
    return attempt(
        form,
        file,
        lambda tx: proving.give_back(
            tx, kit.vault, holder, ref, measure=number, reason=reason, version=version
        ),
        _("证明已退回。"),
    )


def _propose(tx: "Tx", ref: str, number: int, form: forms.EvidenceForm) -> None:
    """The use case with what the form says."""
    proving.propose(
        tx,
        runtime().vault,
        current(),
        ref,
        measure=number,
        on=form.on.data,
        evidence=form.evidence.data,
        version=form.made_for(),
    )


def _measure(file: CaseFile, number: int) -> MeasureLine:
    """The measure of this number; raises NotFound, and NotAllowed for those who only read."""
    require_writing(file)
    found = next((one for one in file.measures if one.number == number), None)
    if found is None:
        raise NotFound("measure")
    return found


def _proof(file: CaseFile, number: int) -> ProofView | None:
    """What somebody wrote as its proof and nobody accepted yet."""
    kit, holder, ref = runtime(), current(), file.case.ref
    opened = write(lambda tx: reading.read(tx, kit.vault, holder, ref))
    if opened is None:
        raise NotAllowed("not_keyed")
    return next((proof for proof in opened.proofs if proof.measure == number), None)


def _shown(file: CaseFile, measure: MeasureLine, proof: ProofView) -> dict[str, Any]:
    """The proof as it will be read, with what might name somebody."""
    found = [
        ("proof", label("detail_kind", detail.kind), proof.text[detail.start : detail.end])
        for detail in public_details(proof.text)
    ]
    return {
        "measure": measure,
        "proof": proof,
        "own": proof.writer == current().actor.account_id,
        "writer": file.people.get(proof.writer, ""),
        "warnings": found,
    }
