"""One key file: its text, and reading it with a remedy for whatever is wrong with it."""

import json
import secrets
from pathlib import Path

from reportdesk.domain.errors import Unavailable
from reportdesk.vault.disk import read_quietly
from reportdesk.vault.kdf import KEY_BYTES

NOT_OURS = "folder and files must belong to the account that runs the site"


class KeyFileError(Unavailable):
    """The key folder cannot be used as it is; the text says what to do about it."""

    def __init__(self, code: str, folder: Path, remedy: str) -> None:
        super().__init__(code, folder=str(folder))
        self.remedy = remedy

    def __str__(self) -> str:
        return f"key files in {self.params['folder']}: {self.remedy}"


def encode(kind: str, version: int | str, more: dict[str, int], key: bytes | None = None) -> bytes:
    """The text of a key file, by default with a fresh random key."""
    value = (key or secrets.token_bytes(KEY_BYTES)).hex()
    content = {"kind": kind, "version": version, "key": value, **more}
    return (json.dumps(content) + "\n").encode()


def read_content(path: Path) -> dict[str, str | int]:
    """The content of one key file; raises KeyFileError when it is damaged or open to others."""
    try:
        raw = read_quietly(path)
    except PermissionError:
        raise KeyFileError("keys_unreadable", path.parent, NOT_OURS) from None
    if path.stat().st_mode & 0o077:
        raise KeyFileError("keys_open", path.parent, f"{path.name} must have mode 0600")
    try:
        content: dict[str, str | int] = json.loads(raw)
        if len(bytes.fromhex(str(content["key"]))) != KEY_BYTES:
            raise ValueError("wrong length")
    except (ValueError, KeyError, TypeError):
        remedy = f"{path.name} is damaged; restore it from the backup"
        raise KeyFileError("keys_damaged", path.parent, remedy) from None
    return content


def read_key(path: Path) -> bytes:
    """The 32 bytes of one key file; raises FileNotFoundError."""
    return bytes.fromhex(str(read_content(path)["key"]))
