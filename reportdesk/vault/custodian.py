"""The custodian key of the platform desk, which re-seals reports: no officer can use it alone.

Its private half exists once per ordered pair of officers, sealed to the second and then to the
first, so that two signed-in persons must act one after the other.
"""

from collections.abc import Hashable, Mapping
from itertools import permutations
from typing import TypeVar

from reportdesk.domain.errors import Conflict
from reportdesk.vault.envelope import open_box, seal_to
from reportdesk.vault.keypair import KeyPair

OfficerId = TypeVar("OfficerId", bound=Hashable)

_OUTER = "custodian, first officer"
_INNER = "custodian, second officer"


def split(
    private: bytes, officers: Mapping[OfficerId, bytes]
) -> dict[tuple[OfficerId, OfficerId], bytes]:
    """The custodian's private key for each ordered pair of officers (id to public key).

    Raises Conflict("two_officers_needed") with fewer than two keys: it would be lost, or open to
    one person.
    """
    if len(set(officers.values())) < 2:
        raise Conflict("two_officers_needed")
    return {
        (first, second): seal_to(
            officers[first], seal_to(officers[second], private, purpose=_INNER), purpose=_OUTER
        )
        for first, second in permutations(officers, 2)
        if officers[first] != officers[second]
    }


def first_half(blob: bytes, keypair_first: KeyPair) -> bytes:
    """What the first officer hands on: still sealed to the second.

    Keep it no longer than the one act it is for; it is a key that one person can open.
    """
    return open_box(keypair_first, blob, purpose=_OUTER)


def second_half(blob: bytes, keypair_second: KeyPair) -> KeyPair:
    """The custodian's key pair, opened by the second officer."""
    return KeyPair.of_private(open_box(keypair_second, blob, purpose=_INNER))
