"""Rebuilds one file from what a person can see or hear of it; runs in the child process only.

A picture is made anew from its pixels, a page from its picture and a sound from its samples, so
that nothing hidden can come along: position, device, author, time, thumbnail, comment, earlier
revisions, text layer.
"""

import re
from importlib import import_module

from reportdesk.evidence.kinds import MEDIA, Kind, Removed, encoding_of
from reportdesk.evidence.limits import MAX_TEXT, CutOffError, TooBigError, UnknownError
from reportdesk.evidence.wire import Facts, Inlet, Outlet

__all__ = ["CutOffError", "TooBigError", "UnknownError", "rebuild"]

ODD_SPACE = re.compile(r"[^\S\n\t \u3000]")
AT_LINE_END = re.compile(r"[ \t\u3000]+$", re.MULTILINE)
KEPT_SPACE = frozenset("\n\t\u3000")
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Signs that count as printable and show nothing (Unicode: Default_Ignorable_Code_Point, and the
empty Braille cell): whole words can be hidden in a row of them.
"""
MAKERS = {
    Kind.JPEG: "picture",
    Kind.PNG: "picture",
    Kind.WEBP: "picture",
    Kind.GIF: "picture",
    Kind.HEIF: "picture",
    Kind.PDF: "pages",
    Kind.OFFICE: "office",
    Kind.SILK: "sound",
    **dict.fromkeys(MEDIA, "media"),
}
"""Module of this package that rebuilds a kind; a child loads no other decoder than its own."""


def rebuild(kind: Kind, source: Inlet, out: Outlet) -> Facts:
    """Write a clean copy; returns its ending and the codes of what was left out of it.

    Raises TooBigError, CutOffError, UnknownError, or whatever the decoder raises for a damaged
    file.
    """
    if kind is Kind.TEXT:
        ending, removed = "txt", _text(source, out)
    else:
        maker = import_module(f"reportdesk.evidence.{MAKERS[kind]}")
        ending, removed = maker.rebuilt(kind, source, out)
    return Facts(ending, tuple(sorted(code.value for code in removed)))


def _text(source: Inlet, out: Outlet) -> set[Removed]:
    """The same text as UTF-8, without marks and signs that nobody can see."""
    if source.size > MAX_TEXT:
        raise TooBigError
    raw = source.readall()
    name = encoding_of(raw, whole=True)
    if name is None:
        raise CutOffError
    lines = raw.decode(name).replace("\r\n", "\n").replace("\r", "\n")
    text = ODD_SPACE.sub(" ", lines)
    signs = "".join(sign for sign in text if sign.isprintable() or sign in KEPT_SPACE)
    kept = AT_LINE_END.sub("", UNSEEN.sub("", signs))
    out.write(kept.encode())
    return set() if kept == text else {Removed.INVISIBLE}
