"""A proof as a site signs it."""

from dataclasses import replace
from datetime import date

from reportdesk.domain.proof import Proof, Statement, commitment, key_id, opening, parse, written
from reportdesk.vault.vault import Vault

TEXT = opening(b"s" * 32, "学校：示范学院\n\n每天录音。")
SAID = Statement(
    authority="edu-420000",
    name_zh="湖北省教育厅",
    name_en="Hubei Department of Education",
    day=date(2026, 3, 2),
    demonstration=False,
    commitment=commitment(TEXT),
    key="",
)


def proof_text(vault: Vault, **changes: object) -> str:
    """The file, signed with the present key."""
    said = replace(SAID, key=key_id(vault.proof_publics()[0]), **changes)
    return written(said, vault.sign_proof(said.message()))


def a_proof(vault: Vault, **changes: object) -> Proof:
    """The same, read."""
    return parse(proof_text(vault, **changes))
