"""The way out: a file without a time, or a mail server that may refuse."""

import socketserver
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import pytest

from config import ConfigError, load_settings
from reportdesk.mail.smtp import LetterRefusedError, Mailer
from reportdesk.settings import Settings


class Server(socketserver.StreamRequestHandler):
    """A mail server that knows a few commands; addresses with "gone" do not exist."""

    letters: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.letters.append(b"".join(lines))
            if word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            refused = word == b"RCPT" and b"gone" in line
            self.wfile.write(b"550 nobody\r\n" if refused else b"250 ok\r\n")


@pytest.fixture
def server() -> Iterator[str]:
    Server.letters.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()


def send(settings: Settings, to: str = "a@example.org") -> None:
    Mailer(settings).send(to, "有新的待办", "请登录。\n", name="one")


def test_without_a_mail_server_letters_are_files_that_tell_no_time(settings: Settings) -> None:
    send(settings)
    send(settings)
    (path,) = (settings.instance / "outbox").iterdir()
    assert path.stat().st_mtime == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"\nDate:" not in path.read_bytes()


def test_a_letter_reaches_the_mail_server(settings: Settings, server: str) -> None:
    send(replace(settings, smtp_url=server))
    (letter,) = Server.letters
    assert b"To: a@example.org" in letter
    assert b"Date:" not in letter


@pytest.mark.parametrize("to", ["gone@example.org", "a@example.org\nBcc: b@example.org"])
def test_an_address_that_is_not_accepted_is_told_apart(
    settings: Settings, server: str, to: str
) -> None:
    with pytest.raises(LetterRefusedError):
        send(replace(settings, smtp_url=server), to)


def test_a_mail_server_that_is_away_is_no_fault_of_the_letter(settings: Settings) -> None:
    with pytest.raises(OSError) as away:  # noqa: PT011 -- which one depends on the system
        send(replace(settings, smtp_url="smtp://127.0.0.1:1"))
    assert not isinstance(away.value, LetterRefusedError)


def test_an_address_of_another_kind_fails_at_the_start() -> None:
    with pytest.raises(ConfigError, match="SMTP_URL"):
        load_settings({"REPORTDESK_SMTP_URL": "http://mail.example.org"})
