"""How much one file may unpack into, and the three words for a file that cannot be rebuilt."""

MAX_PIXELS = 120_000_000
"""Of one picture or page; the cameras of phones reach 108 million."""
MAX_PAGES = 200
MAX_TEXT = 20 * 1024 * 1024
"""Bytes of a text file."""
MAX_FRAMES = 500
"""Of a picture that moves."""
MAX_MOVING_PIXELS = 250_000_000
"""Of all frames of a picture that moves, together."""


class TooBigError(Exception):
    """More pixels, pages, text or time than can be rebuilt."""


class CutOffError(Exception):
    """The end of the file is missing."""


class UnknownError(Exception):
    """It is sound, and made in a way that cannot be cleaned."""
