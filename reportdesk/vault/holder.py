"""A signed-in member of staff together with the keys their session unlocked."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportdesk.domain.actors import Actor
from reportdesk.domain.errors import NotAllowed
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.vault import Vault

TOTP_PURPOSE = "totp"
AUTHORITY_PURPOSE = "authority key"
"""What a box sealed to a member holds; it opens for that purpose only."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who acts, and what they can open: their own key and each version of their authority's."""

    actor: Actor
    staff: KeyPair
    authority: Mapping[int, KeyPair]

    def open_report(self, vault: Vault, wrapped: bytes, version: int, shred_id: str) -> bytes:
        """The report's content key; raises NotAllowed when this session holds no fitting key."""
        pair = self.authority.get(version)
        if pair is None:
            raise NotAllowed("not_keyed")
        return vault.unwrap(wrapped, pair, shred_id)
