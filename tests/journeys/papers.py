"""The files a student attaches, with things hidden in them that nobody may find again."""

import io
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

AUTHOR, CAMERA, NOTE, POSITION = 0x013B, 0x0110, 0x010E, 0x8825
LATITUDE = {1: "N", 2: (30.0, 35.0, 12.0), 3: "E", 4: (114.0, 18.0, 30.0)}


def screenshot(folder: Path, name: str, hidden: str) -> Path:
    """A PNG whose author, camera, comment and position say ``hidden``."""
    picture = Image.new("RGB", (360, 640), "white")
    ImageDraw.Draw(picture).rectangle((20, 40, 340, 120), outline="black")
    text, exif = PngInfo(), picture.getexif()
    text.add_text("Comment", hidden)
    text.add_itxt("Description", hidden)
    for tag in (AUTHOR, CAMERA, NOTE):
        exif[tag] = hidden
    exif[POSITION] = LATITUDE
    return _written(folder / f"{name}.png", picture, pnginfo=text, exif=exif)


def note(folder: Path, name: str, content: str) -> Path:
    """A text file."""
    path = folder / f"{name}.txt"
    path.write_text(content, encoding="utf-8")
    return path


def archive(folder: Path) -> Path:
    """A file of a kind that nobody takes, under a harmless name."""
    path = folder / "notice.png"
    path.write_bytes(b"PK\x03\x04" + bytes(2000))
    return path


def _written(path: Path, picture: Image.Image, **extras: object) -> Path:
    """The picture as a file."""
    content = io.BytesIO()
    picture.save(content, "PNG", **extras)
    path.write_bytes(content.getvalue())
    return path
