"""Staff of a keyed authority in front of a case."""

import pytest

from reportdesk.domain.filing_parts import Reply, Sheet
from reportdesk.domain.taxonomy import Answer, Question
from tests.builders import HUBEI, file_case, found_nation, key_authority
from tests.web.desk.browser import Staff


@pytest.fixture
def desk(app, runtime):
    """Two officers and a head of the province, and one case: (officer, colleague, head, ref)."""
    found_nation(runtime)
    members = [Staff(app, runtime, holder) for holder in key_authority(runtime, HUBEI)]
    sheet = Sheet({Question.COMPULSORY: Reply(Answer.YES, "群里点名催交")})
    return (*members, file_case(runtime, sheet=sheet))
