from dataclasses import replace

import pytest

from config import load_settings
from reportdesk.vault.kdf import Work, hkdf

REAL = Work(opslimit=3, memlimit=64 * 1024 * 1024)


def test_hkdf_agrees_with_the_published_examples() -> None:
    # RFC 5869, appendix A, cases 1 to 3
    first = hkdf(b"\x0b" * 22, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)), length=42)
    second = hkdf(
        bytes(range(0x50)), salt=bytes(range(0x60, 0xB0)), info=bytes(range(0xB0, 0x100)), length=82
    )
    third = hkdf(b"\x0b" * 22, salt=b"", info=b"", length=42)
    assert first.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    assert second.hex() == (
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
        "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
    )
    assert third.hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


def test_a_derivation_really_costs_64_mib_and_three_passes_by_default() -> None:
    assert Work() == REAL
    assert Work.of(load_settings({})) == REAL


def test_cheap_derivations_are_for_tests_and_never_for_production() -> None:
    quick = load_settings({"REPORTDESK_ENV": "development", "REPORTDESK_FAST_ARGON2": "1"})
    assert Work.of(quick).weaker_than(REAL)
    with pytest.raises(SystemExit):
        load_settings(production(REPORTDESK_FAST_ARGON2="1"))


def test_a_production_site_that_got_past_the_settings_is_still_refused() -> None:
    settings = replace(load_settings(production()), fast_argon2=True)
    with pytest.raises(ValueError, match="production"):
        Work.of(settings)


def test_other_salts_and_other_secrets_give_other_keys() -> None:
    work = Work.fast()
    keys = {work.stretch(s, bytes([i]) * 16) for s in (b"one", b"two") for i in range(2)}
    assert len(keys) == 4
    assert work.stretch(b"one", bytes(16)) == work.stretch(b"one", bytes(16))


def production(**more: str) -> dict[str, str]:
    return {
        "REPORTDESK_ENV": "production",
        "REPORTDESK_DATABASE_URL": "sqlite:///x",
        "REPORTDESK_SITE_URL": "https://example.org",
        "REPORTDESK_OPERATOR_NAME": "Operator",
        "REPORTDESK_OPERATOR_CONTACT": "operator@example.org",
        **more,
    }
