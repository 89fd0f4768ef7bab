"""Checks proofs of filing against public keys alone: no vault, no database, no secret."""

from collections.abc import Iterable
from enum import StrEnum

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from reportdesk.domain.proof import Proof, key_id


class Verdict(StrEnum):
    """What a signature says."""

    GENUINE = "genuine"
    """The holder of a published key signed exactly this."""
    ALTERED = "altered"
    """The key is published, and it did not sign this."""
    UNKNOWN_KEY = "unknown_key"
    """No such key is published."""


def judge(proof: Proof, publics: Iterable[bytes]) -> Verdict:
    """Whether one of the published keys signed this proof."""
    named = [public for public in publics if key_id(public) == proof.statement.key]
    if not named:
        return Verdict.UNKNOWN_KEY
    return Verdict.GENUINE if any(_signed(proof, one) for one in named) else Verdict.ALTERED


def _signed(proof: Proof, public: bytes) -> bool:
    """Whether this key made the signature."""
    try:
        VerifyKey(public).verify(proof.message, proof.signature)
    except BadSignatureError:
        return False
    return True
