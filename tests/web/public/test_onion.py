"""The public record on the onion service leads nowhere else."""

import re

from tests.onions import ONION, at_onion
from tests.web.public.conftest import site

CLEAR = "https://example.org"
LINK = re.compile(r'(?:href|action|src)="([^"]*)"')
PAGES = ("/cases", "/overdue", "/statistics", "/data/", "/methodology")


def test_no_page_of_the_record_names_the_clear_address_there(live) -> None:
    client = at_onion(site(live.releases, site_url=CLEAR, onion_url=ONION)).test_client()
    seen = 0
    for path in PAGES:
        page = client.get(path, follow_redirects=True)
        assert page.status_code == 200
        assert CLEAR not in page.text
        for link in LINK.findall(page.text):
            assert link.startswith(("/", "#", ONION)), f"{path} leads to {link}"
            seen += 1
    assert seen > 50


def test_elsewhere_the_same_pages_are_cited_by_the_clear_address(live) -> None:
    client = site(live.releases, site_url=CLEAR, onion_url=ONION).test_client()
    page = client.get("/cases", follow_redirects=True)
    assert f'href="{CLEAR}/cases' in page.text
    assert page.headers["Onion-Location"].startswith(f"{ONION}/cases")
