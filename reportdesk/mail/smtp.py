"""Sends staff mail: by SMTP when configured, else as files in ``instance/outbox``."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from reportdesk.settings import Settings

TIMEOUT = 20


class Mailer:
    """One way out for letters; raises OSError (smtplib's included) when one cannot leave."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.smtp_url
        self._sender = settings.mail_from
        self._folder = settings.instance / "outbox"

    def send(self, to: str, subject: str, body: str, *, name: str) -> None:
        """Send one letter; ``name`` makes the file of a repeated send the same file.

        A letter carries no ``Date`` and no content of any report.
        """
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self._sender, to, subject
        letter.set_content(body)
        if not self._url:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._folder / f"{name}.eml").write_bytes(letter.as_bytes())
            return
        target = urlsplit(self._url)
        with smtplib.SMTP(target.hostname or "", target.port or 587, timeout=TIMEOUT) as server:
            if target.scheme == "smtp+tls":
                server.starttls(context=ssl.create_default_context())
            if target.username:
                server.login(unquote(target.username), unquote(target.password or ""))
            server.send_message(letter)
