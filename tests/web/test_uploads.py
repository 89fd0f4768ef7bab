"""While somebody uploads, nothing of it lies in clear on any disk; afterwards nothing at all."""

import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, Request, request
from flask.testing import FlaskClient

from reportdesk.runtime import Runtime

CANARY = "canary-9013-金丝雀".encode()
BLOCK = (CANARY + b" ") * 3000
EDGE = "----edge"
MEGABYTE = 1024 * 1024
SIZE = 24 * MEGABYTE


def disk(*folders: Path) -> Iterator[bytes]:
    """Every file that this process has open, named or not, and every file in the folders."""
    for link in Path("/proc/self/fd").iterdir():
        try:
            if stat.S_ISREG(link.stat().st_mode):
                yield link.read_bytes()
        except OSError:
            continue
    for folder in folders:
        yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


class Watched(io.RawIOBase):
    """An upload of so many bytes; after each megabyte somebody looks at the disk."""

    def __init__(self, size: int, look: Callable[[], bool], *, breaks: bool = False) -> None:
        head = (
            f'--{EDGE}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        ).encode()
        tail = b"" if breaks else f"\r\n--{EDGE}--\r\n".encode()
        self.body = io.BytesIO(head + (BLOCK * (size // len(BLOCK) + 1))[:size] + tail)
        self.length = len(self.body.getbuffer())
        self.look, self.seen, self.found = look, 0, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        count = self.body.readinto(buffer)
        self.seen += count
        if self.seen >= MEGABYTE:
            self.seen = 0
            self.found |= self.look()
        return count

    def post(self, client: FlaskClient, address: str):
        return client.post(
            address,
            environ_overrides={
                "wsgi.input": self,
                "CONTENT_TYPE": f"multipart/form-data; boundary={EDGE}",
                "CONTENT_LENGTH": str(self.length),
            },
        )


def looker(*folders: Path) -> Callable[[], bool]:
    return lambda: any(CANARY[:10] in data for data in disk(*folders))


def spools_open(runtime: Runtime) -> int:
    """Nameless files under the folder of blobs."""
    links = [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.exists()]
    return sum(str(runtime.settings.blobs) in link for link in links)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, for this test alone."""
    folder = tmp_path / "system-tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_large_upload_is_never_in_clear_on_the_disk(
    client: FlaskClient, runtime: Runtime, temporary: Path
) -> None:
    spools, in_clear = [], looker(temporary, runtime.settings.instance)

    def look() -> bool:
        spools.append(spools_open(runtime))
        return in_clear()

    upload = Watched(SIZE, look)
    assert upload.post(client, "/report/").status_code == 410  # the form was read: it says nothing
    assert max(spools) == 1
    assert not upload.found
    assert not in_clear()


def test_the_look_at_the_disk_finds_an_ordinary_upload(temporary: Path) -> None:
    ordinary = Flask("ordinary")
    ordinary.request_class = Request
    ordinary.add_url_rule("/", "up", lambda: str(len(request.files)), methods=["POST"])
    upload = Watched(4 * MEGABYTE, looker(temporary))
    assert upload.post(ordinary.test_client(), "/").status_code == 200
    assert upload.found


def test_nothing_stays_of_an_upload_that_no_form_belongs_to(
    client: FlaskClient, runtime: Runtime
) -> None:
    Watched(3 * MEGABYTE, lambda: False).post(client, "/report/")
    assert spools_open(runtime) == 0
    assert not [path for path in runtime.settings.blobs.rglob("*") if path.is_file()]


def test_an_upload_that_breaks_off_leaves_nothing(client: FlaskClient, runtime: Runtime) -> None:
    response = Watched(3 * MEGABYTE, lambda: False, breaks=True).post(client, "/report/")
    assert response.status_code < 500
    assert spools_open(runtime) == 0
    assert not [path for path in runtime.settings.blobs.rglob("*") if path.is_file()]


@pytest.mark.parametrize("address", ["/desk/sign-in", "/desk/recover"])
def test_a_form_without_files_takes_no_large_body(client: FlaskClient, address: str) -> None:
    upload = Watched(8 * MEGABYTE, lambda: True)
    assert upload.post(client, address).status_code == 413
    assert not upload.found, "the body was read before it was refused"


def test_a_full_disk_takes_no_byte_of_a_file_though_the_form_arrives(
    client: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, spools = [], []
    monkeypatch.setattr(runtime.vault, "room_for", lambda size: asked.append(size) or False)
    upload = Watched(8 * MEGABYTE, lambda: spools.append(spools_open(runtime)) or False)
    assert upload.post(client, "/report/").status_code == 410  # the form was read: it says nothing
    assert not any(spools)
    assert asked == [pytest.approx(24 * MEGABYTE, rel=0.01)]


def test_a_file_of_no_bytes_asks_for_no_room(
    client: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.vault, "room_for", lambda size: pytest.fail("nothing is stored"))
    assert Watched(0, lambda: False).post(client, "/report/").status_code == 410


def test_more_than_a_report_may_have_is_refused_unread(client: FlaskClient) -> None:
    upload = Watched(1000, lambda: True)
    upload.length = 600 * MEGABYTE
    assert upload.post(client, "/report/").status_code == 413
    assert not upload.found
