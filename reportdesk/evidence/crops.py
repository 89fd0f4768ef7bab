"""What is cut off from pictures in office files: it is not shown, and is still in the picture.

Sources: ECMA-376 part 1, 20.1.8.55 (``srcRect``).
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree
from PIL import Image

from reportdesk.evidence.words import REFERENCES

EMBED = tuple(f"{{{space}}}embed" for space in REFERENCES)
WHOLE_SIDE = 100_000
"""A side of a picture, in thousandths of a percent."""
ORIENTATION = 0x0112


class Area(NamedTuple):
    """The part of a picture that is shown; 0 is its left or upper end, 1 its right or lower end."""

    left: float
    top: float
    right: float
    bottom: float

    def __or__(self, other: "Area") -> "Area":
        """The smallest area that holds both."""
        ends = (max(self.right, other.right), max(self.bottom, other.bottom))
        return Area(min(self.left, other.left), min(self.top, other.top), *ends)


WHOLE = Area(0.0, 0.0, 1.0, 1.0)


def shown(root: Any) -> Iterator[tuple[str, Area]]:
    """Ids of the pictures that a part shows, each time with what it shows of them."""
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in EMBED:
                yield value, _area(element)
            elif etree.QName(key).namespace in REFERENCES:
                yield value, WHOLE


def _area(blip: Any) -> Area:
    """What is shown of one picture."""
    around = blip.getparent()
    beside = () if around is None else around
    cut = next((one for one in beside if etree.QName(one).localname == "srcRect"), None)
    if cut is None:
        return WHOLE
    left, top, right, bottom = (_part(cut.get(side, "0")) for side in "ltrb")
    return Area(left, top, 1 - right, 1 - bottom)


def _part(given: str) -> float:
    """How much of a side is cut off; nothing when a frame is added instead."""
    value = float(given[:-1]) / 100 if given.endswith("%") else int(given) / WHOLE_SIDE
    return min(1.0, max(0.0, value))


def cut(picture: Image.Image, area: Area) -> Image.Image:
    """The same picture, white where it is not shown; what shows it takes it as it lies."""
    picture.getexif()[ORIENTATION] = 1
    wide, high = picture.size
    left, top = math.floor(area.left * wide), math.floor(area.top * high)
    right, bottom = math.ceil(area.right * wide), math.ceil(area.bottom * high)
    kept = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    if left < right and top < bottom:
        kept.paste(picture.convert("RGBA").crop((left, top, right, bottom)), (left, top))
    return kept
