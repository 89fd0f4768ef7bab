"""Prints the lifecycle table as ``docs/case-lifecycle.md``; a test keeps the page current.

Write it anew with ``python -m reportdesk.domain.lifecycle_page > docs/case-lifecycle.md``.
"""

import sys
from collections.abc import Iterable, Sequence

from reportdesk.domain.actors import PARTIES_OF, Role
from reportdesk.domain.case import LIFECYCLE, WAITS_ON, Action, Stage, Transition
from reportdesk.domain.supervising import ROLES

HEAD = """\
# Case lifecycle

Printed from the table in `reportdesk/domain/case.py`: do not edit, change the table and run
`.venv/bin/python -m reportdesk.domain.lifecycle_page > docs/case-lifecycle.md`.
The same table draws the desk's buttons and decides whether an action is open.
"""


def page() -> str:
    """The whole page, light Markdown."""
    parts = (HEAD, _stages(), _transitions(), _roles())
    return "\n".join(parts)


def _stages() -> str:
    """Each stage, whose move it is, and what may follow."""
    rows = [
        (f"`{stage}`", WAITS_ON[stage].value, _list(_leaving(stage)) or "nothing")
        for stage in Stage
    ]
    return "## Stages\n\n" + _table(("stage", "waits on", "what may happen"), rows)


def _transitions() -> str:
    """The table itself."""
    rows = [
        (
            f"`{row.action}`",
            _list(stage.value for stage in Stage if stage in row.sources),
            f"`{row.to}`" if row.to else "stays, or as before",
            row.party.value,
            row.rule,
            _list(row.events) or "none",
        )
        for row in LIFECYCLE
    ]
    heads = ("action", "from", "to", "who", "condition", "clocks hear")
    return "## Transitions\n\n" + _table(heads, rows)


def _roles() -> str:
    """What each role of staff may do, from any stage."""
    rows = [(f"`{role}`", _list(_taken_by(role)) or "moves no case") for role in Role]
    return "## Roles\n\n" + _table(("role", "actions"), rows)


def _leaving(stage: Stage) -> list[str]:
    """Actions open from a stage, whoever takes them."""
    return [row.action.value for row in LIFECYCLE if stage in row.sources]


def _taken_by(role: Role) -> list[Action]:
    """Actions a role takes, in the order of the table."""
    rows: list[Transition] = [
        row
        for row in LIFECYCLE
        if row.party in PARTIES_OF[role] or role in ROLES.get(row.action, ())
    ]
    return list(dict.fromkeys(row.action for row in rows))


def _list(codes: Iterable[str]) -> str:
    """Codes in one cell."""
    return ", ".join(f"`{code}`" for code in codes)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(page())
