"""Traditional characters as simplified ones, for comparing what people type with the register."""

from functools import cache

from opencc import OpenCC


def simplified(text: str) -> str:
    """``text`` in simplified characters: ``武漢`` gives ``武汉``."""
    return _converter().convert(text)


@cache
def _converter() -> OpenCC:
    """The tables, read once."""
    return OpenCC("t2s")
