"""When sealing a case anew also hands it over."""

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.handover import moves

TARGET, STAND_IN, PLATFORM = "edu-420100", "edu-420000", "platform"


@pytest.mark.parametrize("holder", [STAND_IN, PLATFORM])
def test_the_named_authority_takes_over_from_whoever_stands_in(holder):
    assert moves(TARGET, TARGET, holder, Stage.ROUTED)


def test_whoever_began_keeps_the_case():
    assert not moves(TARGET, TARGET, STAND_IN, Stage.REGISTERED)
    assert not moves(TARGET, TARGET, STAND_IN, Stage.ACCEPTED)


def test_an_authority_above_gets_a_key_and_not_the_case():
    assert not moves(STAND_IN, TARGET, PLATFORM, Stage.ROUTED)


def test_the_holder_itself_has_nothing_to_take_over():
    assert not moves(TARGET, TARGET, TARGET, Stage.ROUTED)
