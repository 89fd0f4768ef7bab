"""Opens a letter's file as an office would, with the library that knows the format."""

import io
import zipfile

from docx import Document
from docx.document import Document as Paper


def reopened(data: bytes) -> Paper:
    return Document(io.BytesIO(data))


def lines(data: bytes) -> list[str]:
    """What stands in the letter, paragraph by paragraph."""
    return [one.text for one in reopened(data).paragraphs if one.text]


def said(data: bytes) -> str:
    return "\n".join(lines(data))


def everything(data: bytes) -> str:
    """Every byte of every part of the file, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
