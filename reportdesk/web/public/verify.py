"""Checks a proof of filing: its signature against the published keys, and nothing else.

No page here can know a case: real, never filed and withdrawn answer alike. What is pasted arrives
by POST, is neither stored nor logged, and no answer is kept by a browser.
"""

import base64
from typing import NamedTuple

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from reportdesk.domain.errors import BadInput
from reportdesk.domain.proof import Statement, commitment, key_id, parse
from reportdesk.release.proofs import Verdict, judge
from reportdesk.release.reader import Release
from reportdesk.web.labels import error_words
from reportdesk.web.public.answers import Visit, answering, releases, steadily
from reportdesk.web.public.blueprint import public

DER_OF_ED25519 = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 public key in a PEM file (RFC 8410)."""


class VerifyForm(FlaskForm):
    """Nothing here is anybody's own, so there is nothing to forge."""

    class Meta:
        """Public pages have no session."""

        csrf = False

    proof = TextAreaField(_l("证明（note-1.txt 的全部内容）"))
    text = TextAreaField(_l("原文（note-2.txt 的全部内容，可以不填）"))


class Found(NamedTuple):
    """What was found; ``matches`` is None when no text was given."""

    verdict: Verdict
    statement: Statement
    matches: bool | None


@public.get("/verify")
@answering()
def verify(visit: Visit) -> ResponseReturnValue:
    """The form, what an answer means, and the public keys."""
    return _page(VerifyForm(formdata=None), visit.release)


@public.post("/verify")
def verified() -> Response:
    """Whether the signature is genuine, and whether a text is the one that was committed to."""
    return steadily(_verified)


def _verified() -> Response:
    """One look at what was pasted."""
    plain = request.mimetype == "application/x-www-form-urlencoded"  # files are not looked at
    form, release = VerifyForm(formdata=request.form if plain else None), releases().newest()
    if plain and request.form.get("do") == "lang":
        return _page(form, release)
    try:
        proof, text = parse(form.proof.data or ""), form.text.data or ""
        matches = commitment(text) == proof.statement.commitment if text.strip() else None
    except BadInput as error:
        form[error.field].errors = [error_words(error.code, **error.params)]
        return _page(form, release, status=422)
    verdict = judge(proof, release.proof_keys if release else ())
    return _page(form, release, Found(verdict, proof.statement, matches))


def _page(
    form: VerifyForm, release: Release | None, found: Found | None = None, *, status: int = 200
) -> Response:
    """The page with what was pasted still in it."""
    keys = release.proof_keys if release else ()
    html = render_template(
        "public/verify.html",
        form=form,
        found=found,
        keys=[(key_id(key), key.hex(), _pem(key)) for key in keys],
    )
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pem(public_key: bytes) -> str:
    """A public key as standard tools read it."""
    encoded = base64.b64encode(DER_OF_ED25519 + public_key).decode("ascii")
    return f"-----BEGIN PUBLIC KEY-----\n{encoded}\n-----END PUBLIC KEY-----\n"
