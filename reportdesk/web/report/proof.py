"""The page from which a proof of filing is taken; it opens with the receipt alone.

The salt is drawn with the page and travels in its sealed state, so that both files of one visit
belong together. Nothing is stored: nobody can tell later who took a proof.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from flask import Response, make_response, render_template

from reportdesk.domain.proof import Statement, commitment, key_id, opening, written
from reportdesk.services import attesting
from reportdesk.services.followup import Follower
from reportdesk.web.context import read, runtime
from reportdesk.web.report.forms import ProofForm
from reportdesk.web.report.proof_text import above_statement, above_text, filed_text
from reportdesk.web.report.visit import IDLE

PURPOSE = "proof"
RECEIPT, FOLLOWING = "receipt", "following"
"""The page before, to which one goes back."""
STATEMENT_NAME, TEXT_NAME = "note-1.txt", "note-2.txt"
"""Say nothing about what is in them."""


@dataclass(frozen=True)
class Asked:
    """Who asks (as :meth:`Follower.carried` gives it), from which page, and this visit's salt."""

    me: dict[str, str]
    before: str
    salt: str = ""

    @classmethod
    def open(cls, token: str) -> Self:
        """The state in a form; raises Expired after 30 idle minutes, or BadInput."""
        return cls(**runtime().vault.open_state(PURPOSE, token, runtime().clock(), IDLE))

    def seal(self) -> str:
        """The state for the next form."""
        return runtime().vault.seal_state(PURPOSE, asdict(self), runtime().clock())


def show(asked: Asked, back: str) -> Response:
    """What a proof is and what having it means, before it is taken; ``back`` is carried along."""
    vault, me = runtime().vault, Follower.of(asked.me)
    filed = read(lambda tx: attesting.filed(tx, vault, me.case_id, me.report_id, me.private))
    asked = Asked(asked.me, asked.before, asked.salt or vault.new_key().hex())
    form = ProofForm(formdata=None, data={"back": back})
    form.step.data, form.state.data = PURPOSE, asked.seal()
    html = render_template(
        "report/proof.html",
        form=form,
        filed=filed,
        back=back,
        from_receipt=asked.before == RECEIPT,
        can_prove=vault.proves,
    )
    return make_response(html)


def pressed(given: Mapping[str, str]) -> Response:
    """A button of the page; raises Expired, BadInput, and NotFound for a report that is gone."""
    asked, do = Asked.open(given.get("state", "")), given.get("do")
    if do not in {"statement", "text"} or not runtime().vault.proves:
        return show(asked, given.get("back", ""))
    vault, me = runtime().vault, Follower.of(asked.me)
    filed = read(lambda tx: attesting.filed(tx, vault, me.case_id, me.report_id, me.private))
    text = opening(bytes.fromhex(asked.salt), filed_text(filed))
    if do == "text":
        return _file(TEXT_NAME, above_text(filed) + text)
    return _file(STATEMENT_NAME, above_statement(filed) + _signed(filed, text))


def _signed(filed: attesting.FiledReport, text: str) -> str:
    """The statement about a report, signed with the present key."""
    vault = runtime().vault
    statement = Statement(
        authority=filed.authority,
        name_zh=filed.names[0],
        name_en=filed.names[1],
        day=filed.on,
        demonstration=filed.demonstration,
        commitment=commitment(text),
        key=key_id(vault.proof_publics()[0]),
    )
    return written(statement, vault.sign_proof(statement.message()))


def _file(name: str, content: str) -> Response:
    """A text file without a telling name."""
    response = Response(content, mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
