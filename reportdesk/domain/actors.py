"""Who acts: roles of staff, and the two actors that are nobody's account."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may do; one role an account."""

    OFFICER = "officer"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    PLATFORM = "platform"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Party(StrEnum):
    """Who the lifecycle names as the doer of a transition."""

    SYSTEM = "system"
    REPORTER = "reporter"
    OFFICER = "officer"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    SUPERIOR = "superior"
    """Above a late holder; which of its members, says :mod:`reportdesk.domain.supervising`."""
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in member of staff as every use case sees them."""

    account_id: str
    authority_id: str
    role: Role


PLATFORM_AUTHORITY = "platform"
"""Id of the platform desk in the register."""

PARTIES_OF: dict[Role, frozenset[Party]] = {
    Role.OFFICER: frozenset({Party.OFFICER}),
    Role.HEAD: frozenset({Party.OFFICER, Party.HEAD}),
    Role.SUPERVISOR: frozenset({Party.SUPERVISOR}),
    Role.PLATFORM: frozenset({Party.PLATFORM}),
    Role.AUDITOR: frozenset(),
    Role.ADMIN: frozenset(),
}
"""Which parties of the lifecycle a role may act as; auditor and admin move no case."""

READS_CASES = frozenset({Role.OFFICER, Role.HEAD, Role.SUPERVISOR, Role.PLATFORM})
"""Roles that may open a case at all; auditors read the record of acts, admins the accounts."""

KEYED = frozenset({Role.OFFICER, Role.HEAD, Role.SUPERVISOR, Role.PLATFORM})
"""Roles whose members receive their authority's private key."""
