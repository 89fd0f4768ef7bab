"""The half of the vault that serves staff: passwords, sessions, the custodian key."""

from collections.abc import Mapping

from reportdesk.vault import custodian, sessions, staff
from reportdesk.vault.fingerprint import fingerprint
from reportdesk.vault.kdf import Work
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.keys import SiteKeys
from reportdesk.vault.slots import Slots


class PeopleVault:
    """Staff keys, sessions and custodian; every derivation takes a slot of the pool ``signin``.

    All methods that derive raise Busy when no slot becomes free.
    """

    def __init__(self, site: SiteKeys, slots: Slots, work: Work) -> None:
        self._site = site
        self._slots = slots
        self._work = work

    def new_staff(self, password: str) -> staff.StaffKeys:
        """Keys of a new member; the recovery code in it is shown once and never stored."""
        with self._slots.take("signin"):
            return staff.new_staff(password, self._work)

    def unlock(self, password: str, salt: bytes, wrapped_private: bytes, public: bytes) -> KeyPair:
        """Check a password by unwrapping the key; raises NotAllowed("wrong_secret")."""
        with self._slots.take("signin"):
            return staff.unlock(password, salt, wrapped_private, public)

    def unlock_recovery(self, code: str, wrapped_recovery: bytes, public: bytes) -> KeyPair:
        """The key from a typed recovery code; raises BadInput or NotAllowed("wrong_secret")."""
        staff.RECOVERY.parse(code)
        with self._slots.take("signin"):
            return staff.unlock_recovery(code, wrapped_recovery, public)

    def burn(self, password: str) -> None:
        """Spend the time of one password check for an account that does not exist."""
        with self._slots.take("signin"):
            staff.burn(password, self._work)

    def burn_recovery(self, code: str) -> None:
        """Answer and spend time as :meth:`unlock_recovery` does, for an account that is unknown.

        Raises the same BadInput for a typing error, so that nothing tells who has an account.
        """
        self.burn(staff.RECOVERY.parse(code))

    def rewrap(self, keypair: KeyPair, new_password: str) -> staff.PasswordWrap:
        """The same key under a new password."""
        with self._slots.take("signin"):
            return staff.rewrap(keypair, new_password, self._work)

    def new_recovery(self, keypair: KeyPair) -> staff.RecoveryWrap:
        """A fresh recovery code for an unlocked key."""
        with self._slots.take("signin"):
            return staff.new_recovery(keypair, self._work)

    def grouped_recovery(self, code: str) -> tuple[str, ...]:
        """A recovery code in six groups of five, as it is printed."""
        return staff.RECOVERY.grouped(code)

    def fingerprint(self, public: bytes, lang: str) -> tuple[str, ...]:
        """Six words of a public key for two people to compare; ``lang`` is ``en…`` or Chinese."""
        return fingerprint(public, lang)

    def open_session(self, keypair: KeyPair) -> sessions.OpenedSession:
        """Cookie value, hash for the server, and the key sealed under the cookie."""
        return sessions.open_session(keypair, self._site.session)

    def resume(self, cookie_value: str, sealed_key: bytes, public: bytes) -> KeyPair:
        """The unlocked key of a session; raises Expired("session")."""
        return sessions.resume(cookie_value, sealed_key, public, self._site.session)

    def session_hash(self, cookie_value: str) -> bytes:
        """The 32 bytes by which the server finds a session."""
        return sessions.session_hash(cookie_value)

    def split_custodian(
        self, private: bytes, officers: Mapping[str, bytes]
    ) -> dict[tuple[str, str], bytes]:
        """The custodian's private key per ordered pair of officers (id to public key)."""
        return custodian.split(private, officers)

    def first_half(self, blob: bytes, keypair_first: KeyPair) -> bytes:
        """What the first officer hands on, still sealed to the second."""
        return custodian.first_half(blob, keypair_first)

    def second_half(self, blob: bytes, keypair_second: KeyPair) -> KeyPair:
        """The custodian's key pair, opened by the second officer."""
        return custodian.second_half(blob, keypair_second)
