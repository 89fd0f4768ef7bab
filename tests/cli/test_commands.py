"""What commands say when something is not ready: one line, never a traceback."""

from dataclasses import replace
from pathlib import Path

import pytest

from config import ConfigError, load_settings
from reportdesk.queries import health
from reportdesk.runtime import Runtime
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from tests.county import found_county
from tests.processes import run

COMMANDS = [
    ("jobs", "once"),
    ("release", "verify"),
    (
        *("staff", "invite", "--login", "a@example.org", "--name", "a"),
        *("--authority", "edu-420000", "--role", "officer"),
    ),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_before_the_tables_are_made_a_command_says_how_to_make_them(
    settings, tmp_path: Path, command: tuple[str, ...]
) -> None:
    empty = replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    SiteKeys.init(empty.keys, Work.of(empty))
    code, said, complained = run(empty, *command)
    assert code == 1, said
    assert "reportdesk db upgrade" in complained
    assert "Traceback" not in complained


def test_without_keys_a_command_says_how_to_make_them(settings) -> None:
    code, _, complained = run(settings, "release", "build")
    assert code == 1
    assert "keys init" in complained
    assert "Traceback" not in complained


def test_a_pack_that_is_not_there_is_named(settings) -> None:
    code, _, complained = run(settings, "route", "explain", "--school", "x", REPORTDESK_PACK="none")
    assert code == 1
    assert "Traceback" not in complained


def test_an_address_of_no_known_database_is_refused_without_printing_it() -> None:
    with pytest.raises(ConfigError) as refused:
        load_settings({"REPORTDESK_DATABASE_URL": "mysql://user:secret@host/x"})
    assert "secret" not in str(refused.value)


def test_a_real_site_refuses_the_demonstrations_database(runtime: Runtime) -> None:
    real = Runtime(replace(runtime.settings, env="production"), clock=runtime.clock)
    real.refuse_demonstration()
    found_county(runtime)
    assert runtime.read(health.is_demonstration)
    with pytest.raises(ConfigError, match="demonstration"):
        real.refuse_demonstration()
    real.db.dispose()


def test_the_demonstration_is_not_played_by_the_days_of_a_local_pack(runtime: Runtime) -> None:
    played = replace(runtime.settings, env="demo", pack="cn-shandong-12345")
    code, _, complained = run(played, "demo", "seed")
    assert code == 1
    assert "written for the pack cn-xinfang-2022" in complained
