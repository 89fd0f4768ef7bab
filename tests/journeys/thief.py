"""Somebody who carried away a whole instance and uses the project's own functions on it."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
from sqlalchemy import select

from config import load_settings
from reportdesk.cli.demo_cast import Person
from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.errors import DomainError
from reportdesk.runtime import Runtime
from reportdesk.services import followup, reading, signin
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.report import Report
from reportdesk.storage.staff import Account, StaffSession
from reportdesk.vault.holder import TOTP_PURPOSE, Holder
from reportdesk.vault.keypair import KeyPair
from tests.journeys.site import Site

KEY_BYTES = 32
NEXT_CODE = timedelta(seconds=30)
"""The code of this half minute may have been used on the way."""


class Thief:
    """A full copy of the instance folder, keys included, without the demonstration's note.

    ``refs`` are the cases they are after.
    """

    def __init__(self, site: Site, folder: Path, refs: tuple[str, ...]) -> None:
        self.refs = refs
        copy = folder / "copy"
        shutil.copytree(site.instance, copy)
        (copy / "demo.json").unlink(missing_ok=True)
        url = site.database_url.replace(str(site.instance), str(copy))
        settings = {"REPORTDESK_INSTANCE": str(copy), "REPORTDESK_DATABASE_URL": url}
        self.runtime = Runtime(load_settings({**settings, "REPORTDESK_FAST_ARGON2": "1"}))
        self.folder = copy

    def secrets(self) -> list[bytes]:
        """Every key that lies in the copy's files or stands in a row of a session."""
        kit = self.runtime.settings
        files = [path.read_bytes() for place in (kit.keys, kit.shreds) for path in _files(place)]
        found = [bytes.fromhex(key) for text in files for key in _keys(text)]
        found += [text[:KEY_BYTES] for text in files]
        rows = self.runtime.read(lambda tx: list(tx.session.scalars(select(StaffSession))))
        found += [row.id_hash for row in rows] + [row.sealed_key[:KEY_BYTES] for row in rows]
        return list(dict.fromkeys(one for one in found if len(one) == KEY_BYTES))

    def holders(self) -> Iterator[Holder]:
        """One of each role at each authority, with every stolen secret tried as all their keys."""
        accounts = self.runtime.read(lambda tx: list(tx.session.scalars(select(Account))))
        kinds = {(one.authority_id, one.role): one for one in accounts}
        for account in kinds.values():
            actor = Actor(account.id, account.authority_id, Role(account.role))
            for secret in self.secrets():
                pair = KeyPair.of_private(secret)
                yield Holder(actor, pair, {1: pair, 2: pair})

    def reads(self, holder: Holder) -> str:
        """All that opens for this holder, case by case, file by file."""
        return self.runtime.read(lambda tx: self._everything(tx, holder))

    def _everything(self, tx: Tx, holder: Holder) -> str:
        vault, found = self.runtime.vault, ""
        for ref in self.refs:
            try:
                opened = reading.read(tx, vault, holder, ref)
            except DomainError:
                continue
            if opened is None:
                continue
            found += repr(opened)
            for file in (file for report in opened.reports for file in report.files):
                where = (ref, file.report, file.number)
                _, pieces = reading.download(tx, vault, holder, *where)
                found += b"".join(pieces).decode("utf-8", "replace")
        return found

    def follows(self) -> str:
        """All that opens for every stolen secret tried as a reporter's key."""
        wanted = select(Report).join(Case, Case.case_id == Report.case_id)
        wanted = wanted.where(Case.ref.in_(self.refs))
        kit, found = self.runtime, ""
        for report in kit.read(lambda tx: list(tx.session.scalars(wanted))):
            for secret in self.secrets():
                me = followup.Follower(report.case_id, report.report_id, secret)
                try:
                    found += repr(
                        kit.read(lambda tx, m=me: followup.look(tx, kit.vault, kit.pack, m))
                    )
                except DomainError:
                    continue
        return found

    def signs_in(self, person: Person) -> Holder:
        """What a member's password alone opens: the second factor's secret is sealed to them."""
        kit = self.runtime
        account = kit.read(lambda tx: signin.credentials(tx, person.login))
        pair = signin.check(kit.vault, account, person.password)
        assert account is not None
        assert pair is not None
        secret = kit.vault.open_box(pair, account.totp_sealed, purpose=TOTP_PURPOSE).decode()
        code = pyotp.TOTP(secret).at(kit.clock() + NEXT_CODE)
        cookie = kit.write(lambda tx: signin.sign_in(tx, kit.vault, account.id, pair, code))
        return kit.read(lambda tx: signin.resume(tx, kit.vault, cookie or "")).holder


def _files(folder: Path) -> list[Path]:
    """Every file of a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _keys(text: bytes) -> list[str]:
    """Keys written in a key file."""
    try:
        facts = json.loads(text)
    except ValueError:
        return []
    return [value for value in facts.values() if isinstance(value, str) and len(value) == 64]
