"""A reporter who showed the receipt, together with the key it gave them."""

from dataclasses import dataclass, field
from typing import Protocol, Self

from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.opened import OpenedCase
from reportdesk.vault.vault import Vault


class OwnReport(Protocol):
    """A report as far as its reporter's key is concerned."""

    case_id: str
    report_id: str
    shred_id: str
    case_key: bytes


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who showed the receipt; lives in the sealed state of their pages only."""

    case_id: str
    report_id: str
    private: bytes = field(repr=False)

    def carried(self) -> dict[str, str]:
        """As it travels in the sealed state."""
        return {"case": self.case_id, "report": self.report_id, "key": self.private.hex()}

    @classmethod
    def of(cls, carried: dict[str, str]) -> Self:
        """What :meth:`carried` gave."""
        return cls(carried["case"], carried["report"], bytes.fromhex(carried["key"]))


def open_own(vault: Vault, report: OwnReport, wrapped: bytes, me: Follower) -> OpenedCase:
    """The reporter's own report and the case's key; raises NotFound("shredded")."""
    key = vault.unwrap(wrapped, KeyPair.of_private(me.private), report.shred_id)
    case_key = vault.unwrap_inner(key, report.case_key, report.report_id)
    return OpenedCase(vault, report.case_id, case_key, {report.report_id: key})
