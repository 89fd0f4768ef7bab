"""Pictures made anew from their pixels, turned the way they were shown."""

import io
from collections.abc import Iterator
from typing import IO

import pillow_heif
from PIL import Image, ImageOps, ImageSequence

from reportdesk.evidence.kinds import Kind, Removed
from reportdesk.evidence.limits import (
    MAX_FRAMES,
    MAX_MOVING_PIXELS,
    MAX_PIXELS,
    CutOffError,
    TooBigError,
)
from reportdesk.evidence.wire import Inlet, Outlet

JPEG_QUALITY = 88
WHITE = (255, 255, 255)
PNG_HEAD, PNG_FRAME = 8, 12
"""Bytes before the first part of a PNG, and around what a part holds."""
SHORTEST_FRAME = 20
"""Milliseconds."""
JPEG_START = b"\xff\xd8\xff"
EXIF_BLOCK, GPS_BLOCK = 0x8769, 0x8825
DEVICE_TAGS = frozenset({0x010F, 0x0110, 0xA431, 0xA433, 0xA434, 0xA435, 0xC62F})
AUTHOR_TAGS = frozenset({0x013B, 0x8298, 0x9C9D, 0xA430})
TIME_TAGS = frozenset({0x0132, 0x9003, 0x9004})
COMMENT_TAGS = frozenset({0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F})
SOFTWARE_TAGS = frozenset({0x0131})
PLAIN_INFO = frozenset(
    {
        *("adobe", "adobe_transform", "aspect", "chromaticity", "dpi", "exif", "gamma"),
        *("icc_profile", "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version"),
        *("progression", "progressive", "srgb", "transparency", "version", "background"),
        *("duration", "extension", "loop", "timestamp", "bit_depth", "primary", "thumbnails"),
        *("metadata", "heif", "xmp", "depth_images", "aux", "original_orientation", "chroma"),
        *("icc_profile_type", "nclx_profile", "mp", "mpoffset", "sizes"),
    }
)
"""What Pillow tells of a picture that says nothing about a person, or is looked at by name."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
Image.init()
pillow_heif.register_heif_opener(thumbnails=True)
pillow_heif.options.DECODE_THREADS = 1
FORMATS = {
    Kind.JPEG: ("JPEG",),
    Kind.PNG: ("PNG",),
    Kind.WEBP: ("WEBP",),
    Kind.GIF: ("GIF",),
    Kind.HEIF: ("HEIF",),
}
MADE = {Kind.PNG: ("PNG", "png"), Kind.GIF: ("GIF", "gif")}
"""Form and ending of the copy; every other kind becomes a JPEG, which any computer shows."""


def rebuilt(kind: Kind, source: Inlet, out: Outlet) -> tuple[str, set[Removed]]:
    """A picture from the pixels alone."""
    file = source.buffered()
    if kind is Kind.PNG:
        _reaches_end(file)
    with opened(file, FORMATS[kind]) as picture:
        removed = hidden_in(picture)
        form, ending = MADE.get(kind, ("JPEG", "jpg"))
        if kind is Kind.GIF and getattr(picture, "n_frames", 1) > 1:
            _moving(picture, out)
        else:
            removed |= {Removed.FRAMES} if _moves(picture) else set()
            out.write(packed(seen(picture), form))
    return ending, removed


def opened(file: IO[bytes], formats: tuple[str, ...]) -> Image.Image:
    """A picture whose pixels are not unpacked yet; raises TooBigError for too many of them."""
    try:
        picture = Image.open(file, formats=formats)
    except Image.DecompressionBombError:
        raise TooBigError from None
    if picture.width * picture.height > MAX_PIXELS:
        raise TooBigError
    return picture


def seen(picture: Image.Image) -> Image.Image:
    """What a screen shows, upright, in a fresh picture that knows nothing else."""
    ImageOps.exif_transpose(picture, in_place=True)
    shown = _on_white(picture)
    clean = Image.new("RGB", shown.size)
    clean.paste(shown)
    return clean


def packed(clean: Image.Image, form: str) -> bytes:
    """The bytes of a picture that carries nothing but pixels."""
    kept = io.BytesIO()
    clean.save(kept, form, **({"quality": JPEG_QUALITY} if form == "JPEG" else {}))
    return kept.getvalue()


def _reaches_end(file: IO[bytes]) -> None:
    """Walk a PNG's parts to its end mark; raises CutOffError when there is none."""
    at = PNG_HEAD
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            raise CutOffError
        if head[4:] == b"IEND":
            file.seek(0)
            return
        if not head[4:].isalpha():
            raise ValueError("no part of a picture")
        at += int.from_bytes(head[:4], "big") + PNG_FRAME


def _moves(picture: Image.Image) -> bool:
    """Whether there are further pictures behind the first; a thumbnail is none."""
    return picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1


def _moving(picture: Image.Image, out: Outlet) -> None:
    """Every frame of a GIF, with the time it is shown and nothing more."""
    count = getattr(picture, "n_frames", 1)
    if count > MAX_FRAMES or count * picture.width * picture.height > MAX_MOVING_PIXELS:
        raise TooBigError
    spans: list[int] = []

    def frames() -> Iterator[Image.Image]:
        for frame in ImageSequence.Iterator(picture):
            spans.append(max(SHORTEST_FRAME, int(frame.info.get("duration") or 0)))
            yield seen(frame.copy()).quantize(256)

    first, *rest = frames()
    kept = io.BytesIO()
    first.save(
        kept, "GIF", save_all=True, append_images=rest, duration=spans, loop=0, optimize=False
    )
    out.write(kept.getbuffer())


def _on_white(picture: Image.Image) -> Image.Image:
    """On white: pixels that are transparent show nothing, so they go too."""
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper = Image.new("RGB", layer.size, WHITE)
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    if picture.mode.startswith("I"):  # 16 bits a pixel, which a plain conversion would cut off
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def hidden_in(picture: Image.Image) -> set[Removed]:
    """What the file said besides its pixels."""
    exif = picture.getexif()
    tags = set(exif) | set(exif.get_ifd(EXIF_BLOCK))
    by_tag = (
        (DEVICE_TAGS, Removed.DEVICE),
        (AUTHOR_TAGS, Removed.AUTHOR),
        (TIME_TAGS, Removed.TIME),
        (COMMENT_TAGS, Removed.COMMENT),
        (SOFTWARE_TAGS, Removed.SOFTWARE),
    )
    found = {code for wanted, code in by_tag if tags & wanted}
    found |= {Removed.POSITION} if exif.get_ifd(GPS_BLOCK) else set()
    found |= {Removed.THUMBNAIL} if _thumbnail(picture) else set()
    found |= {Removed.COMMENT} if set(picture.info) - PLAIN_INFO else set()
    found |= {Removed.OTHER} if picture.info.get("xmp") and not found else set()
    return found | ({Removed.OTHER} if tags and not found else set())


def _thumbnail(picture: Image.Image) -> bool:
    """Whether a small copy of an earlier state lies beside the picture."""
    small = picture.info.get("thumbnails")
    return JPEG_START in (picture.info.get("exif") or b"") or bool(small)
