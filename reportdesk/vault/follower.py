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
    parent_key: bytes | None


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


def open_own(
    vault: Vault, report: OwnReport, wrapped: bytes, me: Follower, governing: str | None = None
) -> OpenedCase:
    """The reporter's own report and the case's key; raises NotFound("shredded").

    ``governing`` is the case that theirs was merged into: its key, as far as the report was given
    it, is then the case's.
    """
    key = vault.unwrap(wrapped, KeyPair.of_private(me.private), report.shred_id)
    merged = governing not in {None, report.case_id} and report.parent_key is not None
    inner = report.parent_key if merged and report.parent_key else report.case_key
    case_key = vault.unwrap_inner(key, inner, report.report_id)
    owner = governing if merged and governing else report.case_id
    return OpenedCase(vault, owner, case_key, {report.report_id: key})
