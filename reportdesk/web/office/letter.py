"""Where an office types the one-time reference of a letter it received.

Nothing here tells whether a reference is good: the same is done, for the same time, and the same is
said. There is no session and no cookie, and nothing typed stands in an address or a log.
"""

import time

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from reportdesk.domain.errors import BadInput
from reportdesk.services import corresponding
from reportdesk.services.corresponding import LONGEST_OFFICE
from reportdesk.web import limits
from reportdesk.web.context import runtime, write
from reportdesk.web.fields import DayField
from reportdesk.web.labels import error_words

office = Blueprint("office", __name__)
LEAST_SECONDS = 0.4
"""Every answer to a whole form takes at least that long."""
TOO_LONG = _l("太长了，请写短一些")


class ReferenceForm(FlaskForm):
    """The reference, the day of arrival, and who asks for accounts."""

    class Meta:
        """There is no session here that somebody could use for another."""

        csrf = False

    reference = StringField(_l("公函上的回执码"), [InputRequired(_l("请写公函上的 20 位数字"))])
    arrived = DayField(_l("公函哪一天送到的"), [InputRequired(_l("请写收到公函的日期"))])
    desk = StringField(
        _l("想开通账号的科室（不想开通就不填）"), [Length(max=LONGEST_OFFICE, message=TOO_LONG)]
    )
    phone = StringField(
        _l("贵机关总机和分机（不想开通就不填）"), [Length(max=LONGEST_OFFICE, message=TOO_LONG)]
    )

    def validate_arrived(self, field: Field) -> None:
        """A day that was."""
        if field.data is not None and field.data > runtime().clock().date():
            raise ValidationError(str(_l("收到的日期不能晚于今天")))


@office.get("/letter")
def letter() -> Response:
    """The form."""
    return _page(ReferenceForm(formdata=None))


@office.post("/letter")
def tell() -> Response:
    """What was typed; the answer is the same for every reference without a typing error."""
    plain = request.mimetype == "application/x-www-form-urlencoded"  # files are not looked at
    form = ReferenceForm(formdata=request.form if plain else None)
    if plain and request.form.get("do") == "lang":
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    if limits.missing(limits.RECEIPT):
        form.form_errors.append(error_words("letter_hurried"))
        return _page(form, status=429)
    begun = time.monotonic()
    try:
        lookup = runtime().vault.reference_lookup(form.reference.data or "")
    except BadInput as error:
        form.reference.errors = [error_words(error.code, **error.params)]
        return _page(form, status=422)
    _note(form, lookup)
    time.sleep(max(0.0, LEAST_SECONDS - (time.monotonic() - begun)))
    return _page(None)


def _note(form: ReferenceForm, lookup: bytes) -> None:
    """Hand over what was typed, whatever it is worth."""
    vault = runtime().vault
    write(
        lambda tx: corresponding.tell(
            tx,
            vault,
            lookup,
            arrived=form.arrived.data,
            office=form.desk.data or "",
            phone=form.phone.data or "",
        )
    )


def _page(form: ReferenceForm | None, *, status: int = 200) -> Response:
    """The page with what was typed still in it, or what is said afterwards."""
    response = make_response(render_template("office/letter.html", form=form), status)
    response.headers["Cache-Control"] = "no-store"
    return response
