"""My account: who I am here, which letters I want and when none, and my calendar's address."""

from datetime import timedelta

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField
from wtforms.validators import AnyOf

from reportdesk.domain.actors import READS_CASES
from reportdesk.domain.errors import BadInput
from reportdesk.domain.mailing import MailChoice, Wanted, wants
from reportdesk.mail.letters import KINDS, letter
from reportdesk.queries.mailing import FeedDate, Mailing, feed_dates, mailing
from reportdesk.services.mailing import choose, end_feed, make_feed
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk.access import STAFF, access, current, member
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.forms import PlainForm, put_error
from reportdesk.web.ical import KIND, Entry, calendar_file, uid
from reportdesk.web.labels import choices, error_words, label
from reportdesk.web.locale import lang, url

HOURS = [
    SelectChoice("", _l("不设")),
    *(SelectChoice(str(hour), f"{hour}:00") for hour in range(24)),
]
EXAMPLE = ("new_report", "reminder", "approval", "overdue")
"""Kinds that the example of a letter is made of, as far as they are wanted."""
OFTEN = timedelta(hours=12)


class MailForm(PlainForm):
    """Which letters, and when none."""

    wanted = RadioField(
        _l("哪些事发邮件"), [AnyOf([one.value for one in Wanted])], validate_choice=False
    )
    quiet_from = SelectField(_l("从几点起"), choices=HOURS, default="")
    quiet_until = SelectField(_l("到几点止"), choices=HOURS, default="")
    rest_days = BooleanField(_l("休息日也不收"))

    def choice(self) -> MailChoice:
        """What was chosen."""
        hours = [int(field.data) if field.data else None for field in self._hours()]
        return MailChoice(Wanted(self.wanted.data), hours[0], hours[1], bool(self.rest_days.data))

    def show(self, choice: MailChoice) -> None:
        """Fill in what was chosen before."""
        self.wanted.data, self.rest_days.data = choice.wanted.value, choice.rest_days
        for field, hour in zip(self._hours(), (choice.quiet_from, choice.quiet_until), strict=True):
            field.data = "" if hour is None else str(hour)

    def _hours(self) -> tuple[SelectField, SelectField]:
        """Both ends of the quiet hours."""
        return self.quiet_from, self.quiet_until


@bp.get("/account")
@access(*STAFF)
def account() -> ResponseReturnValue:
    """Who I am here, the words of my key, my mail, my calendar, and the ways to sign out."""
    return _page()


def _page(form: MailForm | None = None, address: str | None = None) -> ResponseReturnValue:
    """The page; ``address`` is a calendar address, shown this once."""
    holder = current()
    mine = read(lambda tx: mailing(tx, holder.actor, list(KINDS)))
    if form is None:
        form = MailForm(formdata=None)
        form.show(mine.choice)
    form.wanted.choices = choices("mail_wanted", Wanted)
    page = render_template(
        "desk/account.html",
        words=runtime().vault.fingerprint(member().public_key, lang()),
        plain=PlainForm(formdata=None),
        form=form,
        hints={one.value: label("mail_wanted_help", one) for one in Wanted},
        mine=mine,
        kept=[KINDS[kind][lang() == "en"] for kind in mine.kept],
        example=_example(mine),
        may_subscribe=holder.actor.role in READS_CASES and not member().waits,
        address=address,
    )
    return page, 422 if form.errors else 200


def _example(mine: Mailing) -> tuple[str, str] | None:
    """Subject and body of a letter with made-up news, by what is wanted; None when none comes."""
    wanted = [kind for kind in EXAMPLE if wants(mine.choice, kind) or kind in mine.kept]
    return letter(wanted, member().authority, runtime().settings) if wanted else None


@bp.post("/account/mail")
@access(*STAFF)
def choose_mail() -> ResponseReturnValue:
    """Keep which letters I want and when none."""
    form, actor = MailForm(), current().actor
    if form.validate():
        try:
            write(lambda tx: choose(tx, actor, form.choice()))
        except BadInput as error:
            put_error(form[error.field], error_words(error.code, **error.params))
        else:
            flash(_("已保存。下一个发信时间起按新的选择。"))
            return redirect(url("desk.account"), 303)
    return _page(form)


@bp.post("/account/calendar")
@access(*READS_CASES)
def make_calendar() -> ResponseReturnValue:
    """Make my calendar's address, or a new one; it is shown this once."""
    actor = current().actor
    token = write(lambda tx: make_feed(tx, actor))
    return _page(address=runtime().settings.site_url + url("desk.calendar", token=token))


@bp.post("/account/calendar/end")
@access(*READS_CASES)
def end_calendar() -> ResponseReturnValue:
    """Take my calendar's address back."""
    actor = current().actor
    write(lambda tx: end_feed(tx, actor))
    flash(_("日历地址已停用，以前的地址打不开了。"))
    return redirect(url("desk.account"), 303)


@bp.get("/dates/<token>.ics")
@access()
def calendar(token: str) -> ResponseReturnValue:
    """The dates of one authority for a calendar program, which cannot sign in.

    Nothing is noted of the visit. Raises NotFound alike for every address that does not lead here.
    """
    found = read(lambda tx: feed_dates(tx, runtime().pack, token))
    name = str(_("Reportdesk 期限"))
    made = calendar_file(name, [_entry(one) for one in found], every=OFTEN)
    return Response(made, content_type=KIND)


def _entry(one: FeedDate) -> Entry:
    """One date: a reference, the clock's name and kind, nothing else."""
    said = [
        _("%(what)s（%(kind)s）", what=label("clock", one.key), kind=label("clock_kind", one.kind))
    ]
    if one.provisional:
        said.append(_("日期暂定，放假安排公布后可能变。"))
    said.append(_("办理台的日期为准。"))
    return Entry(
        uid=uid("desk", one.ref, str(one.number)),
        on=one.due,
        title=str(_("Reportdesk：有期限到期（%(ref)s）", ref=one.ref)),
        text="\n".join(map(str, said)),
        stamp=one.started_on,
        url=runtime().settings.site_url + url("desk.case", ref=one.ref),
        sequence=one.sequence,
        private=True,
    )
