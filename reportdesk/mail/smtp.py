"""Sends staff mail: by SMTP when configured, else as files in ``instance/outbox``."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from reportdesk.settings import Settings

TIMEOUT = 20
"""Seconds."""
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""Plain (for a relay on the same machine), STARTTLS, and TLS from the start."""
NO_TIME = (0, 0)


class LetterRefusedError(OSError):
    """This one letter cannot leave; the way out is sound."""


class Mailer:
    """One way out for letters."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.smtp_url
        self._sender = settings.mail_from
        self._folder = settings.instance / "outbox"

    def send(self, to: str, subject: str, body: str, *, name: str) -> None:
        """Send one letter; ``name`` makes the file of a repeated send the same file.

        A letter carries no ``Date`` and no content of any report. Raises LetterRefusedError when
        its address is not accepted, and another OSError (smtplib's included) when no letter can
        leave.
        """
        letter = EmailMessage()
        try:
            letter["From"], letter["To"], letter["Subject"] = self._sender, to, subject
        except ValueError:
            raise LetterRefusedError from None
        letter.set_content(body)
        if self._url:
            self._post(letter)
        else:
            self._keep(letter, name)

    def _keep(self, letter: EmailMessage, name: str) -> None:
        """Write the letter as a file without a time."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{name}.eml"
        path.write_bytes(letter.as_bytes())
        os.utime(path, NO_TIME)

    def _post(self, letter: EmailMessage) -> None:
        """Hand the letter to the mail server."""
        target = urlsplit(self._url)
        host, port = target.hostname or "", target.port or PORTS[target.scheme]
        safe = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=safe)
            if target.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=TIMEOUT)
        )
        with server:
            if target.scheme == "smtp+tls":
                server.starttls(context=safe)
            if target.username:
                server.login(unquote(target.username), unquote(target.password or ""))
            try:
                server.send_message(letter)
            except (
                smtplib.SMTPRecipientsRefused,
                smtplib.SMTPDataError,
                smtplib.SMTPNotSupportedError,
            ):
                raise LetterRefusedError from None
