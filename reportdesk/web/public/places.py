"""Who is responsible: one authority, one school, and the public overdue list."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from reportdesk.queries import published
from reportdesk.release.reader import Release
from reportdesk.web.public.answers import answering
from reportdesk.web.public.blueprint import public
from reportdesk.web.public.query import Query


@public.get("/authorities/<authority_id>")
@answering("release")
def authority(query: Query, release: Release | None, authority_id: str) -> ResponseReturnValue:
    """An authority of the code list, with or without a public case."""
    found = published.authority(release, authority_id) if release else None
    return render_template("public/authority.html", place=found or abort(404))


@public.get("/schools/<school_id>")
@answering("release")
def school(query: Query, release: Release | None, school_id: str) -> ResponseReturnValue:
    """A school that a full case names; every other id answers 404."""
    found = published.school(release, school_id) if release else None
    return render_template("public/school.html", place=found or abort(404))


@public.get("/overdue")
@answering("release")
def overdue(query: Query, release: Release | None) -> ResponseReturnValue:
    """Authorities with a date that is 45 days late and still open."""
    if release is None:
        return render_template("public/empty.html", section="overdue")
    return render_template("public/overdue.html", late=published.overdue(release))
