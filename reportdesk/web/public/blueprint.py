"""The blueprint of the public record."""

from flask import Blueprint

from reportdesk.web.public.answers import open_to_all, template_globals

public = Blueprint("public", __name__)
public.after_request(open_to_all)
public.context_processor(template_globals)
