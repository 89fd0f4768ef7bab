import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from reportdesk.domain.errors import Conflict
from reportdesk.vault.disk import FIXED_TIME
from reportdesk.vault.kdf import Work
from reportdesk.vault.keyfile import KeyFileError
from reportdesk.vault.keys import Kind, SiteKeys
from tests.vault.conftest import Place

TODAY = date(2026, 3, 17)
DAY = timedelta(days=1)
FAST = Work.fast()


def form_key_from_a_process_of_its_own(folder: Path) -> bytes:
    return SiteKeys.load(folder).form_key(TODAY)


def test_key_files_can_be_read_by_their_owner_only(site: SiteKeys) -> None:
    site.form_key(TODAY)
    assert site.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in site.folder.iterdir()} == {0o600}


def test_every_key_differs_and_survives_a_restart(site: SiteKeys) -> None:
    keys = [site.schemes[0].pepper, site.session, site.publication, site.flask, *site.escalation]
    assert len(set(keys)) == 5
    assert all(len(key) == 32 for key in keys)
    assert SiteKeys.load(site.folder) == site


def test_a_new_site_uses_the_real_work_factor(tmp_path: Path) -> None:
    scheme = SiteKeys.init(tmp_path / "keys").schemes[0]
    assert (scheme.opslimit, scheme.memlimit) == (3, 64 * 1024 * 1024)


def test_keys_are_never_replaced_by_a_second_init(site: SiteKeys) -> None:
    with pytest.raises(Conflict, match="keys_exist"):
        SiteKeys.init(site.folder, FAST)
    assert SiteKeys.load(site.folder) == site


def test_init_takes_over_an_empty_folder_and_closes_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    SiteKeys.init(tmp_path, FAST)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("damage", "code", "remedy"),
    [
        (lambda f: [p.unlink() for p in f.iterdir()] and f.rmdir(), "keys_missing", "keys init"),
        (lambda f: (f / "receipt-1").unlink(), "keys_incomplete", "receipt missing"),
        (lambda f: (f / "session-1").write_text("{"), "keys_damaged", "session-1 is damaged"),
        (lambda f: (f / "session-1").write_text("[]"), "keys_damaged", "session-1 is damaged"),
        (lambda f: (f / "session-1").write_text('{"key": "00"}'), "keys_damaged", "session-1"),
        (lambda f: f.chmod(0o755), "keys_open", "mode 0700"),
        (lambda f: (f / "flask-1").chmod(0o644), "keys_open", "flask-1 must have mode 0600"),
    ],
)
def test_an_unusable_key_folder_is_refused_with_what_to_do(
    site: SiteKeys, damage: Callable[[Path], object], code: str, remedy: str
) -> None:
    damage(site.folder)
    with pytest.raises(KeyFileError) as caught:
        SiteKeys.load(site.folder)
    assert caught.value.code == code
    assert remedy in str(caught.value)
    assert str(site.folder) in str(caught.value)


def test_a_test_scheme_is_refused_where_the_real_one_is_demanded(site: SiteKeys) -> None:
    with pytest.raises(KeyFileError, match="made for tests"):
        site.refuse_weak(Work())
    site.refuse_weak(FAST)


# Rotation


def test_a_rotated_receipt_key_leaves_two_schemes_live_newest_first(site: SiteKeys) -> None:
    rotated = site.rotate(Kind.RECEIPT, work=FAST)
    assert [scheme.id for scheme in rotated.schemes] == ["2", "1"]
    assert rotated.schemes[1] == site.schemes[0]
    assert SiteKeys.load(site.folder) == rotated


def test_a_third_receipt_scheme_is_refused_until_the_oldest_may_go(site: SiteKeys) -> None:
    second = site.rotate(Kind.RECEIPT, work=FAST)
    with pytest.raises(Conflict, match="two_schemes_live"):
        second.rotate(Kind.RECEIPT, work=FAST)
    third = second.rotate(Kind.RECEIPT, work=FAST, retire_oldest=True)
    assert [scheme.id for scheme in third.schemes] == ["3", "2"]
    assert not (site.folder / "receipt-1").exists()


def test_older_escalation_keys_stay_so_that_older_ladders_can_still_be_lifted(
    site: SiteKeys,
) -> None:
    rotated = site.rotate(Kind.ESCALATION)
    assert rotated.escalation[1:] == site.escalation
    assert rotated.escalation[0] != site.escalation[0]


@pytest.mark.parametrize("kind", [Kind.SESSION, Kind.FLASK])
def test_session_and_flask_keys_are_replaced(site: SiteKeys, kind: Kind) -> None:
    rotated = site.rotate(kind)
    assert (rotated.session, rotated.flask) != (site.session, site.flask)
    assert not (site.folder / f"{kind}-1").exists()


def test_the_publication_secret_is_never_rotated(site: SiteKeys) -> None:
    with pytest.raises(Conflict, match="not_rotatable"):
        site.rotate(Kind.PUBLICATION)


def test_versions_are_ordered_as_numbers(site: SiteKeys) -> None:
    for _ in range(10):
        site = site.rotate(Kind.SESSION)
    assert [line.live for line in site.status() if line.kind == "session"] == [("11",)]
    for _ in range(10):
        site = site.rotate(Kind.ESCALATION)
    assert next(line for line in site.status() if line.kind == "escalation").live == tuple(
        str(version) for version in range(11, 0, -1)
    )


def test_status_names_versions_days_and_costs_but_no_key(site: SiteKeys) -> None:
    site.form_key(TODAY)
    lines = {line.kind: line for line in site.status()}
    assert lines["receipt"].live == ("1",)
    assert lines["receipt"].detail == "1: 8 KiB x 1"
    assert lines["form"].live == ("2026-03-17",)
    shown = repr(lines)
    for path in site.folder.iterdir():
        assert path.read_text().split('"key": "')[1][:64] not in shown


# Form keys


def test_a_day_has_one_form_key_and_the_next_day_another(site: SiteKeys) -> None:
    first = site.form_key(TODAY)
    assert site.form_key(TODAY) == first
    assert SiteKeys.load(site.folder).form_key(TODAY) == first
    assert site.form_key(TODAY + DAY) != first


def test_processes_that_start_at_once_share_the_days_form_key(site: SiteKeys) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(3, mp_context=context) as pool:
        keys = set(pool.map(form_key_from_a_process_of_its_own, [site.folder] * 9))
    assert len(keys) == 1


def test_threads_that_start_at_once_share_each_days_form_key(site: SiteKeys) -> None:
    days = [TODAY + DAY * n for n in range(20)]
    seen: dict[date, set[bytes]] = {day: set() for day in days}
    gate = threading.Barrier(8)

    def visit() -> None:
        for day in days:
            gate.wait()
            seen[day].add(site.form_key(day))

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(keys) for keys in seen.values()] == [1] * 20
    assert not list(site.folder.glob(".*")), "no draft of a key stays behind"


def test_opening_never_creates_a_form_key(site: SiteKeys) -> None:
    assert site.live_form_keys(TODAY) == ()
    assert not list(site.folder.glob("form-*"))


def test_form_keys_are_destroyed_after_48_hours_and_yesterdays_is_kept(site: SiteKeys) -> None:
    today, yesterday = site.form_key(TODAY), site.form_key(TODAY - DAY)
    for age in (2, 3, 400):
        site.form_key(TODAY - DAY * age)
    assert site.sweep_form_keys(TODAY) == 3
    assert site.live_form_keys(TODAY) == (today, yesterday)
    assert site.sweep_form_keys(TODAY) == 0


def test_a_new_days_first_visitor_destroys_what_is_due_even_without_the_job(
    site: SiteKeys,
) -> None:
    site.form_key(TODAY - DAY * 2)
    site.form_key(TODAY)
    assert sorted(path.name for path in site.folder.glob("form-*")) == ["form-2026-03-17"]


def test_a_form_key_that_is_due_opens_nothing_even_if_its_file_survived(site: SiteKeys) -> None:
    site.form_key(TODAY - DAY * 2)
    assert site.live_form_keys(TODAY) == ()


def test_a_form_keys_file_does_not_tell_when_the_first_visitor_came(place: Place) -> None:
    site = SiteKeys.load(place.keys)
    site.form_key(TODAY)
    site.form_key(TODAY)
    assert site.folder.stat().st_mtime == FIXED_TIME
    for path in site.folder.iterdir():
        assert (path.stat().st_mtime, path.stat().st_atime) == (FIXED_TIME, FIXED_TIME), path
