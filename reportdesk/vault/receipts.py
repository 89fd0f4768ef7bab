"""The receipt: 24 digits that are the reporter's only key.

One Argon2id over the receipt, salted with a pepper held outside the database, then HKDF: a
look-up value that finds the report, and with the report's own salt the reporter's key pair.
"""

from dataclasses import dataclass, field

from reportdesk.vault.digits import DigitCode
from reportdesk.vault.kdf import SALT_BYTES, Work, hkdf
from reportdesk.vault.keypair import KeyPair

RECEIPT = DigitCode(field="receipt", length=24, group=4)
"""22 random digits (73 bits) and 2 check digits, in six groups of four."""


def new_receipt() -> str:
    """A fresh receipt, 24 bare digits."""
    return RECEIPT.draw()


def parse_receipt(text: str) -> str:
    """The 24 digits of a typed receipt, checked without a derivation or a look-up.

    Raises ``BadInput("receipt", "receipt_length" | "receipt_digits" | "receipt_check")``.
    """
    return RECEIPT.parse(text)


def grouped(receipt: str) -> tuple[str, ...]:
    """Six groups of four digits, as shown on the receipt page."""
    return RECEIPT.grouped(receipt)


@dataclass(frozen=True, slots=True)
class ReceiptScheme:
    """A version of pepper and parameters; rows remember the ``id`` they were made under."""

    id: str
    pepper: bytes = field(repr=False)
    opslimit: int
    memlimit: int

    @property
    def work(self) -> Work:
        """What one derivation of this scheme costs."""
        return Work(self.opslimit, self.memlimit)

    def stretch(self, receipt: str) -> bytes:
        """The one expensive step, salted with the pepper."""
        salt = hkdf(self.pepper, salt=b"", info=b"reportdesk receipt salt", length=SALT_BYTES)
        return self.work.stretch(receipt.encode("ascii"), salt)


@dataclass(frozen=True, slots=True)
class ReceiptSecrets:
    """What a receipt yields under one scheme.

    ``lookup`` (32 bytes) is stored and finds the report; the root is never stored.
    """

    scheme_id: str
    lookup: bytes
    _root: bytes = field(repr=False)

    def keypair(self, salt: bytes) -> KeyPair:
        """The reporter's key pair of the report with this salt."""
        seed = hkdf(self._root, salt=salt, info=b"reportdesk reporter key pair")
        return KeyPair.from_seed(seed)


def derive(receipt: str, scheme: ReceiptScheme) -> ReceiptSecrets:
    """The secrets of a parsed receipt under one scheme: one Argon2id, then HKDF."""
    stretched = scheme.stretch(receipt)
    root = hkdf(stretched, salt=scheme.pepper, info=b"reportdesk receipt root")
    lookup = hkdf(stretched, salt=scheme.pepper, info=b"reportdesk receipt look-up")
    return ReceiptSecrets(scheme.id, lookup, root)
