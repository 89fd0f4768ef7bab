"""What the platform desk has to do today beside the list of cases, in numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.queries.correspondence import Todo, letters_to_do, offices_asking
from reportdesk.storage.db import Tx
from reportdesk.storage.staff import active_keyed

ENOUGH_OFFICERS = 3
"""Two of whom one leaves cannot open what was sealed to the pair of them."""


@dataclass(frozen=True, slots=True)
class PlatformDay:
    """Letters by what they want next, those that are overdue to leave, and the next date for one.

    ``asking`` counts offices that ask for accounts, ``officers`` the platform's keyed people.
    """

    letters: Mapping[Todo, int]
    late: int
    due: date | None
    asking: int
    officers: int

    @property
    def few(self) -> bool:
        """Whether one leaving officer could lock cases away."""
        return self.officers < ENOUGH_OFFICERS

    @property
    def busy(self) -> bool:
        """Whether anything waits for an officer's hand."""
        waits = sum(self.letters.get(todo, 0) for todo in HANDS)
        return bool(waits or self.asking)


HANDS = (Todo.WRITE, Todo.SEND, Todo.CHECK, Todo.ASK, Todo.COMPARE)
"""What an officer can do now; the rest waits for others."""


def platform_day(tx: Tx, actor: Actor) -> PlatformDay | None:
    """The platform's day; None for everybody else."""
    if actor.role is not Role.PLATFORM or actor.authority_id != PLATFORM_AUTHORITY:
        return None
    rows = letters_to_do(tx, actor)
    leaving = [row.due for row in rows if row.letter.todo in {Todo.WRITE, Todo.SEND} and row.due]
    ahead = [due for due in leaving if due >= tx.today]
    return PlatformDay(
        letters=Counter(row.letter.todo for row in rows),
        late=sum(due < tx.today for due in leaving),
        due=min(ahead, default=None),
        asking=len(offices_asking(tx, actor)),
        officers=len(active_keyed(tx, PLATFORM_AUTHORITY)),
    )
