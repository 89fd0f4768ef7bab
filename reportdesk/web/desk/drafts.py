"""Unfinished forms of an expired session: sealed to whoever typed them, and given back to them.

The sealed text travels inside the sign-in page; the server keeps nothing of it.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from reportdesk.domain.errors import Unavailable
from reportdesk.services import signin
from reportdesk.web.context import read, runtime

PURPOSE = "draft"
LEFT_OUT = frozenset({"csrf_token", "lang", "password", "again", "code", "draft", "target"})
CODE = re.compile(r"[\w.:@/+-]{0,80}", re.ASCII)
"""Codes, dates, numbers and addresses; anything else was written by a person."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was about to be sent: its address and its fields."""

    path: str
    fields: Mapping[str, Sequence[str]]

    def typed(self) -> list[tuple[str, str]]:
        """What a person wrote, to be looked at again."""
        return [pair for pair in self._pairs() if not CODE.fullmatch(pair[1])]

    def chosen(self) -> list[tuple[str, str]]:
        """What was chosen, and what the form itself carried."""
        return [pair for pair in self._pairs() if CODE.fullmatch(pair[1])]

    def _pairs(self) -> list[tuple[str, str]]:
        """Every field with one of its values."""
        return [(name, value) for name, values in self.fields.items() for value in values]


def sealed(cookie: str) -> str:
    """What this request's form says, sealed to the owner of a session; empty when nobody wrote."""
    if request.method != "POST" or not cookie:
        return ""
    fields = {k: v for k, v in request.form.to_dict(flat=False).items() if k not in LEFT_OUT}
    draft, vault = Draft(request.path, fields), runtime().vault
    public = read(lambda tx: signin.owner_of(tx, vault, cookie)) if draft.typed() else None
    if public is None:
        return ""
    text = json.dumps({"path": draft.path, "fields": fields}, ensure_ascii=False)
    return urlsafe_b64encode(vault.seal_to(public, text.encode(), purpose=PURPOSE)).decode()


def opened(found: signin.Member, token: str) -> Draft | None:
    """The unfinished form behind a sealed draft, if it is this member's."""
    try:
        blob = urlsafe_b64decode(token)
        text = runtime().vault.open_box(found.holder.staff, blob, purpose=PURPOSE)
    except (ValueError, Unavailable):
        return None
    known = json.loads(text)
    path = str(known["path"])
    return Draft(path, known["fields"]) if path.startswith("/desk/") else None
