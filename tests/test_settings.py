"""What a production site refuses to start with."""

from pathlib import Path

import pytest

from config import ConfigError, load_settings
from tests.onions import HOST, ONION


def production(tmp_path: Path, **more: str) -> dict[str, str]:
    """A production environment that is complete but for what a test changes."""
    given = {
        "env": "production",
        "instance": str(tmp_path),
        "database_url": "sqlite:///x",
        "operator_name": "Operator",
        "operator_contact": "operator@example.org",
    }
    return {f"REPORTDESK_{name.upper()}": value for name, value in (given | more).items()}


@pytest.mark.parametrize(
    "address",
    [
        *(None, "", "http://example.org", "https://", "example.org", "ftp://example.org"),
        *("http://127.0.0.1:8000", "http://example.onion.org", "http://.org"),
    ],
)
@pytest.mark.parametrize("audiences", ["public", "report,desk,public"])
def test_production_needs_an_address_that_citations_can_keep(tmp_path, address, audiences) -> None:
    given = {} if address is None else {"site_url": address}
    with pytest.raises(ConfigError, match="REPORTDESK_SITE_URL"):
        load_settings(production(tmp_path, audiences=audiences, **given))


@pytest.mark.parametrize("address", ["https://example.org", "http://abcdefgh.onion"])
def test_https_and_onion_addresses_are_lasting(tmp_path, address) -> None:
    assert load_settings(production(tmp_path, site_url=address)).site_url == address


def test_elsewhere_the_machines_own_address_will_do(tmp_path) -> None:
    settings = load_settings({"REPORTDESK_INSTANCE": str(tmp_path)})
    assert settings.site_url == "http://127.0.0.1:8000"


def test_an_onion_address_is_taken_as_tor_wrote_it(tmp_path) -> None:
    given = {"REPORTDESK_INSTANCE": str(tmp_path), "REPORTDESK_ONION_URL": f"{ONION}/"}
    assert load_settings(given).onion_url == ONION


@pytest.mark.parametrize(
    "address",
    [
        *("https://" + HOST, HOST, f"{ONION}/report", f"http://www.{HOST}", "http://abcd.onion"),
        *(ONION.replace("aaaqea", "aaaqeb"), ONION + ".org", "https://example.org"),
    ],
)
def test_a_mistyped_onion_address_would_lead_students_nowhere(tmp_path, address) -> None:
    with pytest.raises(ConfigError, match="REPORTDESK_ONION_URL"):
        load_settings({"REPORTDESK_INSTANCE": str(tmp_path), "REPORTDESK_ONION_URL": address})
