"""The desk's one blueprint; its routes live in the modules beside it."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")
