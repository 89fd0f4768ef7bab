import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.vault import staff
from reportdesk.vault.digits import DigitCode
from reportdesk.vault.envelope import CannotOpen
from reportdesk.vault.kdf import Work
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.receipts import RECEIPT

FAST = Work.fast()
PASSWORD = "录音 correct horse 2026"
KEYS = staff.new_staff(PASSWORD, FAST)


@dataclass(frozen=True)
class CountedWork(Work):
    """A work factor that remembers each derivation."""

    salts: list[bytes] = field(default_factory=list)

    def stretch(self, secret: bytes, salt: bytes) -> bytes:
        self.salts.append(salt)
        return super().stretch(secret, salt)


def unlock(password: str, keys: staff.StaffKeys = KEYS) -> KeyPair:
    return staff.unlock(password, keys.salt, keys.wrapped_private, keys.public)


def test_the_right_password_unlocks_the_private_key() -> None:
    pair = unlock(PASSWORD)
    assert pair == KeyPair.of_private(pair.private)
    assert pair.public == KEYS.public


@pytest.mark.parametrize("wrong", ["", "x", PASSWORD + " ", PASSWORD.upper(), "录音"])
def test_a_wrong_password_unlocks_nothing(wrong: str) -> None:
    with pytest.raises(NotAllowed, match="wrong_secret"):
        unlock(wrong)


def test_full_width_letters_of_an_input_method_are_the_same_password() -> None:
    keys = staff.new_staff("ａｂｃ１２３！", FAST)
    assert unlock("abc123!", keys).public == keys.public


def test_an_endless_password_is_refused_before_any_work() -> None:
    work = CountedWork(FAST.opslimit, FAST.memlimit)
    for attempt in (
        lambda: staff.new_staff("x" * 1025, work),
        lambda: staff.burn("x" * 1025, work),
        lambda: unlock("x" * 1025),
    ):
        with pytest.raises(BadInput, match="password_long"):
            attempt()
    assert work.salts == []


def test_the_printed_code_unlocks_the_same_key_however_it_is_typed() -> None:
    code = KEYS.recovery_code
    assert len(code) == 30
    assert [len(group) for group in staff.RECOVERY.grouped(code)] == [5] * 6
    for typed in (code, " ".join(staff.RECOVERY.grouped(code))):
        assert staff.unlock_recovery(typed, KEYS.wrapped_recovery, KEYS.public) == unlock(PASSWORD)


def test_a_mistyped_recovery_code_is_told_from_a_wrong_one() -> None:
    code = KEYS.recovery_code
    typo = code[:-1] + str((int(code[-1]) + 1) % 10)
    with pytest.raises(BadInput, match="recovery_code_check") as caught:
        staff.unlock_recovery(typo, KEYS.wrapped_recovery, KEYS.public)
    assert caught.value.field == "recovery_code"
    with pytest.raises(NotAllowed, match="wrong_secret"):
        staff.unlock_recovery(staff.RECOVERY.draw(), KEYS.wrapped_recovery, KEYS.public)


def test_a_new_password_ends_the_old_one_and_leaves_the_recovery_code() -> None:
    pair = unlock(PASSWORD)
    wrap = staff.rewrap(pair, "another one", FAST)
    assert staff.unlock("another one", wrap.salt, wrap.wrapped_private, KEYS.public) == pair
    with pytest.raises(NotAllowed):
        staff.unlock(PASSWORD, wrap.salt, wrap.wrapped_private, KEYS.public)
    recovered = staff.unlock_recovery(KEYS.recovery_code, KEYS.wrapped_recovery, KEYS.public)
    assert recovered == pair
    assert wrap.salt != KEYS.salt


def test_a_new_recovery_code_ends_the_old_one() -> None:
    pair = unlock(PASSWORD)
    fresh = staff.new_recovery(pair, FAST)
    assert staff.unlock_recovery(fresh.recovery_code, fresh.wrapped_recovery, KEYS.public) == pair
    with pytest.raises(NotAllowed):
        staff.unlock_recovery(KEYS.recovery_code, fresh.wrapped_recovery, KEYS.public)


def test_wraps_do_not_stand_in_for_each_other_or_for_another_member() -> None:
    other = staff.new_staff(PASSWORD, FAST)
    with pytest.raises(NotAllowed):
        staff.unlock(PASSWORD, other.salt, other.wrapped_private, KEYS.public)
    with pytest.raises(NotAllowed):
        staff.unlock(PASSWORD, KEYS.salt, other.wrapped_private, other.public)
    salt, wrapped = KEYS.wrapped_recovery[1:17], KEYS.wrapped_recovery[17:]
    with pytest.raises(NotAllowed):
        staff.unlock(KEYS.recovery_code, salt, wrapped, KEYS.public)


@given(st.integers(0, 8 * len(KEYS.wrapped_private) - 1))
def test_any_changed_bit_of_a_wrapped_key_is_noticed(bit: int) -> None:
    blob = bytearray(KEYS.wrapped_private)
    blob[bit // 8] ^= 1 << bit % 8
    # a cost between 64 MiB and the refused 1 GiB is right, but slow to try
    assume(not 64 * 1024 < int.from_bytes(blob[2:6], "big") <= 1024 * 1024)
    with pytest.raises((NotAllowed, CannotOpen)):
        staff.unlock(PASSWORD, KEYS.salt, bytes(blob), KEYS.public)


@pytest.mark.parametrize("length", [0, 1, 3, 6, 30, 60])
def test_a_wrapped_key_cut_short_unlocks_nothing(length: int) -> None:
    with pytest.raises((NotAllowed, CannotOpen)):
        staff.unlock(PASSWORD, KEYS.salt, KEYS.wrapped_private[:length], KEYS.public)
    with pytest.raises((NotAllowed, CannotOpen)):
        staff.unlock_recovery(KEYS.recovery_code, KEYS.wrapped_recovery[:length], KEYS.public)


def test_a_damaged_row_cannot_demand_a_terabyte() -> None:
    blob = KEYS.wrapped_private[:2] + b"\xff" * 4 + KEYS.wrapped_private[6:]
    with pytest.raises(CannotOpen):
        staff.unlock(PASSWORD, KEYS.salt, blob, KEYS.public)


def test_an_unknown_account_costs_one_derivation_like_a_known_one() -> None:
    work = CountedWork(FAST.opslimit, FAST.memlimit)
    staff.burn(PASSWORD, work)
    assert len(work.salts) == 1
    staff.rewrap(KeyPair.new(), PASSWORD, work)
    assert len(work.salts) == 2
    assert {len(salt) for salt in work.salts} == {16}


def test_an_unknown_account_takes_as_long_as_a_wrong_password() -> None:
    real = Work()
    keys = staff.new_staff(PASSWORD, real)

    def refused() -> None:
        with pytest.raises(NotAllowed):
            unlock("wrong", keys)

    known, unknown = seconds(refused), seconds(lambda: staff.burn("wrong", real))
    assert 0.5 < known / unknown < 2


def seconds(work: Callable[[], None]) -> float:
    """Median processor time of three goes."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def test_a_wrap_remembers_what_it_cost() -> None:
    keys = staff.new_staff(PASSWORD, Work(opslimit=2, memlimit=16 * 1024))
    assert keys.wrapped_private[1] == 2
    assert int.from_bytes(keys.wrapped_private[2:6], "big") == 16
    assert unlock(PASSWORD, keys).public == keys.public


def test_a_recovery_code_cannot_be_taken_for_a_receipt() -> None:
    codes: list[DigitCode] = [staff.RECOVERY, RECEIPT]
    assert len({code.length for code in codes}) == len({code.group for code in codes}) == 2


def test_printing_staff_keys_shows_no_code() -> None:
    assert repr(KEYS) == f"StaffKeys(public={KEYS.public!r})"
