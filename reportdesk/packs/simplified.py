"""Traditional characters as simplified ones, for comparing what people type with the register."""

from functools import cache

from opencc import OpenCC


def simplified(text: str) -> str:
    """``text`` in simplified characters: ``武漢`` gives ``武汉``."""
    return _converter().convert(text)


def signwise(text: str) -> str:
    """The same sign by sign, so that every sign stays where it was."""
    return "".join(_sign(one) for one in text)


@cache
def _sign(sign: str) -> str:
    """One sign, simplified; one that would become several stays."""
    found = simplified(sign) if sign >= "\u3400" else sign
    return found if len(found) == 1 else sign


@cache
def _converter() -> OpenCC:
    """The tables, read once."""
    return OpenCC("t2s")
