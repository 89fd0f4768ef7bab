"""``reportdesk staff invite``: the first way in, from the machine itself."""

import pytest

from reportdesk.runtime import Runtime
from reportdesk.services import accounts
from tests.builders import HUBEI, found_nation
from tests.processes import run

GIVEN = {"authority": HUBEI, "role": "officer", "login": "a@example.org", "name": "甲"}


def invite(runtime: Runtime, **changes: str) -> tuple[int, str, str]:
    words = [f"--{name}={value}" for name, value in {**GIVEN, **changes}.items()]
    return run(
        runtime.settings,
        "staff",
        "invite",
        *words,
        REPORTDESK_SITE_URL="https://desk.example.org/",
    )


def test_it_prints_a_link_that_is_open(runtime: Runtime) -> None:
    found_nation(runtime)
    code, said, complained = invite(runtime)
    assert (code, complained) == (0, "")
    head, token = said.strip().rsplit("/", 1)
    assert head == "https://desk.example.org/desk/join"
    assert runtime.read(lambda tx: accounts.invitation(tx, token)).login == "a@example.org"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"authority": "edu-42"}, "no authority 'edu-42'"),
        ({"role": "platform"}, "no such role"),
        ({"login": "somebody"}, "must be an e-mail address"),
        ({"role": "boss"}, "is not one of"),
    ],
)
def test_a_mistake_is_named(runtime: Runtime, changes: dict[str, str], words: str) -> None:
    found_nation(runtime)
    code, _, complained = invite(runtime, **changes)
    assert code in {1, 2}
    assert words in complained
