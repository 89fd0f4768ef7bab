"""Who is responsible: one authority, one school, and the public overdue list."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from reportdesk.queries import published
from reportdesk.web.public.answers import Visit, answering
from reportdesk.web.public.blueprint import public


@public.get("/authorities/<authority_id>")
@answering("release")
def authority(visit: Visit, authority_id: str) -> ResponseReturnValue:
    """An authority of the code list, with or without a public case."""
    found = published.authority(visit.release, authority_id) if visit.release else None
    return render_template("public/authority.html", place=found or abort(404))


@public.get("/schools/<school_id>")
@answering("release")
def school(visit: Visit, school_id: str) -> ResponseReturnValue:
    """A school that a full case names; every other id answers 404."""
    found = published.school(visit.release, school_id) if visit.release else None
    return render_template("public/school.html", place=found or abort(404))


@public.get("/overdue")
@answering("release")
def overdue(visit: Visit) -> ResponseReturnValue:
    """Authorities with a date that is 45 days late and still open."""
    if visit.release is None:
        return render_template("public/empty.html", section="overdue")
    return render_template("public/overdue.html", late=published.overdue(visit.release))
