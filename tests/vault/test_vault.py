"""A report's whole life behind the vault's one door."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from config import load_settings
from reportdesk.domain.errors import BadInput, Busy, NotAllowed, NotFound
from reportdesk.vault.envelope import CannotOpen
from reportdesk.vault.kdf import Work
from reportdesk.vault.keyfile import KeyFileError
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.keys import Kind, SiteKeys
from reportdesk.vault.slots import Pool, Slots
from reportdesk.vault.vault import Vault
from tests.fakes import FixedClock
from tests.vault.conftest import Place

WORDS = "老师说不录就重修"
COLUMN = {"table": "report", "row": "r1", "column": "sealed"}
TODAY = date(2026, 3, 17)


def test_a_report_opens_for_reporter_holder_and_custodian_and_nobody_else(vault: Vault) -> None:
    report = vault.new_report()
    receipt = vault.draw_receipt()
    reporter = vault.lookups(receipt, "filing")[0].keypair(report.salt)
    holder, custodian = vault.new_keypair(), vault.new_keypair()
    sealed = vault.seal_text(report.key, WORDS, **COLUMN)
    for reader in (reporter, holder, custodian):
        wrap = vault.wrap(report.key, reader.public, report.shred_id)
        key = vault.unwrap(wrap, reader, report.shred_id)
        assert vault.open_text(key, sealed, **COLUMN) == WORDS
        with pytest.raises(CannotOpen):
            vault.unwrap(wrap, vault.new_keypair(), report.shred_id)


def test_the_reporter_comes_back_with_the_receipt_alone(place: Place) -> None:
    vault = place.open()
    report, receipt = vault.new_report(), vault.draw_receipt()
    filed = vault.lookups(receipt, "filing")[0]
    wrap = vault.wrap(report.key, filed.keypair(report.salt).public, report.shred_id)
    later = place.open()
    back = later.lookups(" ".join(later.grouped(receipt)), "following")[0]
    assert back.lookup == filed.lookup
    assert later.unwrap(wrap, back.keypair(report.salt), report.shred_id) == report.key


def test_a_report_filed_under_the_old_scheme_moves_to_the_new_one(place: Place) -> None:
    vault = place.open()
    report, receipt = vault.new_report(), vault.draw_receipt()
    (filed,) = vault.lookups(receipt, "filing")
    wrap = vault.wrap(report.key, filed.keypair(report.salt).public, report.shred_id)
    SiteKeys.load(place.keys).rotate(Kind.RECEIPT, work=Work.fast())
    vault = place.open()
    new, old = vault.lookups(receipt, "following")
    assert (new.scheme_id, old.scheme_id) == ("2", "1")
    assert old.lookup == filed.lookup != new.lookup
    key = vault.unwrap(wrap, old.keypair(report.salt), report.shred_id)
    moved = vault.wrap(key, new.keypair(report.salt).public, report.shred_id)
    SiteKeys.load(place.keys).rotate(Kind.RECEIPT, work=Work.fast(), retire_oldest=True)
    vault = place.open()
    _, second = vault.lookups(receipt, "following")
    assert second.lookup == new.lookup
    assert vault.unwrap(moved, second.keypair(report.salt), report.shred_id) == report.key


def test_a_rung_opens_a_ladder_wrap_for_the_superior_and_not_before(place: Place) -> None:
    vault = place.open()
    report, superior = vault.new_report(), vault.new_keypair()
    ladder = vault.wrap_ladder(report.key, superior.public, report.shred_id)
    with pytest.raises(CannotOpen):
        vault.unwrap(ladder, superior, report.shred_id)
    assert vault.unwrap(vault.lift(ladder), superior, report.shred_id) == report.key
    SiteKeys.load(place.keys).rotate(Kind.ESCALATION)
    later = place.open()
    assert later.unwrap(later.lift(ladder), superior, report.shred_id) == report.key
    with pytest.raises(CannotOpen):
        later.lift(later.wrap(report.key, superior.public, report.shred_id))


def test_shredding_ends_every_wrap_those_in_backups_included(vault: Vault) -> None:
    report, reader = vault.new_report(), vault.new_keypair()
    wraps = [
        vault.wrap(report.key, reader.public, report.shred_id),
        vault.lift(vault.wrap_ladder(report.key, reader.public, report.shred_id)),
    ]
    vault.shred(report.shred_id)
    for wrap in wraps:
        with pytest.raises(NotFound, match="shredded"):
            vault.unwrap(wrap, reader, report.shred_id)
        with pytest.raises(CannotOpen):
            vault.unwrap(wrap, reader, vault.new_report().shred_id)
    with pytest.raises(NotFound, match="shredded"):
        vault.wrap(report.key, reader.public, report.shred_id)


def test_a_cases_key_is_read_through_a_reports_key_of_the_same_row_only(vault: Vault) -> None:
    report, case_key = vault.new_report(), vault.new_key()
    inner = vault.wrap_inner(report.key, case_key, "r1")
    assert vault.unwrap_inner(report.key, inner, "r1") == case_key
    with pytest.raises(CannotOpen):
        vault.unwrap_inner(report.key, inner, "r2")
    with pytest.raises(CannotOpen):
        vault.unwrap_inner(case_key, inner, "r1")


def test_answers_come_back_as_they_were(vault: Vault) -> None:
    key = vault.new_key()
    answers = {"compulsory": "yes", "words": [WORDS, None, 3, True]}
    assert vault.open_json(key, vault.seal_json(key, answers, **COLUMN), **COLUMN) == answers


def test_a_totp_secret_is_readable_after_the_password_only(vault: Vault) -> None:
    keys = vault.new_staff("a password")
    sealed = vault.seal_to(keys.public, b"TOTP", purpose="totp")
    pair = vault.unlock("a password", keys.salt, keys.wrapped_private, keys.public)
    assert vault.open_box(pair, sealed, purpose="totp") == b"TOTP"
    with pytest.raises(CannotOpen):
        vault.open_box(vault.new_keypair(), sealed, purpose="totp")


def test_a_member_who_lost_the_password_recovers_and_sets_a_new_one(vault: Vault) -> None:
    keys = vault.new_staff("forgotten")
    code = " ".join(vault.grouped_recovery(keys.recovery_code))
    pair = vault.unlock_recovery(code, keys.wrapped_recovery, keys.public)
    wrap = vault.rewrap(pair, "remembered")
    fresh = vault.new_recovery(pair)
    assert vault.unlock("remembered", wrap.salt, wrap.wrapped_private, keys.public) == pair
    assert vault.unlock_recovery(fresh.recovery_code, fresh.wrapped_recovery, keys.public) == pair
    with pytest.raises(NotAllowed):
        vault.unlock_recovery(keys.recovery_code, fresh.wrapped_recovery, keys.public)


def test_a_recovery_code_is_answered_alike_for_known_and_unknown_accounts(vault: Vault) -> None:
    keys = vault.new_staff("forgotten")
    typo = keys.recovery_code[:-1] + "x"
    with pytest.raises(BadInput) as known:
        vault.unlock_recovery(typo, keys.wrapped_recovery, keys.public)
    with pytest.raises(BadInput) as unknown:
        vault.burn_recovery(typo)
    assert known.value.code == unknown.value.code
    vault.burn_recovery(keys.recovery_code)


def test_two_officers_in_turn_reseal_through_the_custodian(vault: Vault) -> None:
    custodian, wang, li = vault.new_keypair(), vault.new_keypair(), vault.new_keypair()
    shares = vault.split_custodian(custodian.private, {"w": wang.public, "l": li.public})
    half = vault.first_half(shares["w", "l"], wang)
    assert vault.second_half(half, li) == custodian


def test_two_people_read_the_same_words_of_a_key(vault: Vault) -> None:
    public = KeyPair.new().public
    assert vault.fingerprint(public, "zh_Hans_CN") == vault.fingerprint(public, "zh_Hans_CN")
    assert vault.fingerprint(public, "en") != vault.fingerprint(public, "zh_Hans_CN")


def test_a_form_walks_on_with_its_state(vault: Vault, clock: FixedClock) -> None:
    token = vault.seal_state("filing", {"words": WORDS}, clock())
    clock.advance(hours=2)
    state = vault.open_state("filing", token, clock(), timedelta(hours=24))
    assert state == {"words": WORDS}
    clock.advance(days=2)
    assert vault.sweep_form_keys(clock().date()) == 1


# Busy


@pytest.mark.parametrize("pool", ["filing", "following"])
def test_a_full_pool_turns_a_visitor_away_before_any_work(place: Place, pool: Pool) -> None:
    slots = Slots(1, patience=0)
    vault = place.open(slots)
    receipt = vault.draw_receipt()
    with slots.take(pool), pytest.raises(Busy):
        vault.lookups(receipt, pool)
    assert vault.lookups(receipt, pool)


def test_every_derivation_for_staff_waits_for_a_sign_in_slot(place: Place) -> None:
    slots = Slots(1, patience=0)
    vault = place.open(slots)
    keys, pair = vault.new_staff("a password"), vault.new_keypair()
    acts: list[Callable[[], object]] = [
        lambda: vault.new_staff("x"),
        lambda: vault.unlock("x", keys.salt, keys.wrapped_private, keys.public),
        lambda: vault.unlock_recovery(keys.recovery_code, keys.wrapped_recovery, keys.public),
        lambda: vault.burn("x"),
        lambda: vault.burn_recovery(keys.recovery_code),
        lambda: vault.rewrap(pair, "x"),
        lambda: vault.new_recovery(pair),
    ]
    with slots.take("signin"):
        for act in acts:
            with pytest.raises(Busy):
                act()


# Files


def test_a_file_is_stored_read_and_dropped(vault: Vault) -> None:
    stored = vault.store_file(iter([b"scan", b"shot"]), TODAY)
    assert stored.size == 8
    assert b"".join(vault.read_file(stored.blob_name, stored.key)) == b"scanshot"
    with pytest.raises(CannotOpen):
        b"".join(vault.read_file(stored.blob_name, vault.new_key()))
    vault.drop_file(stored.blob_name)
    with pytest.raises(NotFound):
        vault.read_file(stored.blob_name, stored.key)


def test_an_interrupted_upload_leaves_no_file(vault: Vault, place: Place) -> None:
    def upload() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        vault.store_file(upload(), TODAY)
    assert [path for path in place.blobs.rglob("*") if path.is_file()] == []


def test_what_was_never_filed_is_found_after_two_dates(vault: Vault) -> None:
    stored = vault.store_file([b"x"], TODAY)
    assert list(vault.files_before(TODAY)) == []
    assert list(vault.files_before(TODAY + timedelta(days=1))) == [stored.blob_name]


def test_there_is_room_for_a_small_file_and_none_for_an_absurd_one(vault: Vault) -> None:
    assert vault.room_for(1000)
    assert not vault.room_for(10**18)


# Opening a deployment


def test_a_vault_opens_over_a_deployments_folders(place: Place) -> None:
    settings = load_settings(
        {
            "REPORTDESK_ENV": "development",
            "REPORTDESK_INSTANCE": str(place.root),
            "REPORTDESK_FAST_ARGON2": "1",
        }
    )
    vault = Vault.open(settings)
    assert vault.secret("flask") == SiteKeys.load(place.keys).flask
    assert vault.secret("publication") == SiteKeys.load(place.keys).publication
    assert vault.secret("publication") != vault.secret("flask")
    assert vault.lookups(vault.draw_receipt(), "filing")


def test_a_site_without_keys_says_how_to_make_them(place: Place) -> None:
    settings = load_settings({"REPORTDESK_INSTANCE": str(place.root / "elsewhere")})
    with pytest.raises(KeyFileError, match="keys init"):
        Vault.open(settings)


def test_production_refuses_keys_that_were_made_for_tests(place: Place) -> None:
    settings = load_settings(
        {
            "REPORTDESK_ENV": "production",
            "REPORTDESK_INSTANCE": str(place.root),
            "REPORTDESK_DATABASE_URL": "sqlite:///x",
            "REPORTDESK_SITE_URL": "https://example.org",
            "REPORTDESK_OPERATOR_NAME": "Operator",
            "REPORTDESK_OPERATOR_CONTACT": "operator@example.org",
        }
    )
    with pytest.raises(KeyFileError, match="made for tests"):
        Vault.open(settings)
