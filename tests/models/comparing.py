"""A random history played by the model and by the real use cases, and where they differ."""

from dataclasses import dataclass
from datetime import time

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.runtime import Runtime
from reportdesk.storage.history import events
from tests.builders import HUBEI, WUHAN, XIANGYANG
from tests.county import COUNTY, County
from tests.fakes import FixedClock
from tests.models import histories
from tests.models.clockwork import PLATFORM, Life
from tests.models.histories import History
from tests.models.play import Play, Rehearsal, found_world

NAMES = {
    histories.COUNTY: COUNTY,
    histories.CITY: WUHAN,
    histories.PROVINCE: HUBEI,
    histories.ELSEWHERE: XIANGYANG,
    PLATFORM: PLATFORM_AUTHORITY,
    None: None,
}


@dataclass
class Stage:
    """One founded world in which histories are rehearsed one after the other."""

    kit: Rehearsal
    county: County
    clock: FixedClock

    @classmethod
    def build(cls, runtime: Runtime, clock: FixedClock) -> "Stage":
        """On the database of a runtime, which keeps the world and none of the histories."""
        county = found_world(runtime)
        return cls(Rehearsal(runtime.settings, clock), county, clock)

    def play(self, seed: int) -> list[str]:
        """What differs at the end of one history; empty when nothing does."""
        history, kit = History(seed), self.kit
        kit.begin()
        try:
            play = Play(kit, self.county)
            for day, (name, given) in history.acts():
                self.clock.set(day, time(10))
                known = {k: v for k, v in given.items() if k not in {"to", "above"}}
                try:
                    getattr(play, name)(**known)
                except Exception as refusal:
                    return [f"seed {seed}", *history.log, f"refused: {refusal!r}"]
            found = different(history.life, play)
            return [f"seed {seed}", *history.log, *found] if found else []
        finally:
            kit.end()


def different(life: Life, play: Play) -> list[str]:
    """Each fact that the two tell differently."""
    mine, theirs = of_model(life), of_desk(play)
    return [
        f"{name}: model {mine.get(name)} | desk {theirs.get(name)}"
        for name in {**mine, **theirs}
        if mine.get(name, theirs) != theirs.get(name, mine)
    ]


def of_model(life: Life) -> dict[str, object]:
    """What the model says of a case."""
    clocks = {
        f"clock {n} {c.key}": (c.start, c.raw, c.due, c.stopped, c.by, NAMES[c.owner])
        for n, c in enumerate(life.clocks, 1)
    }
    return {
        "stage": life.stage,
        "level": life.level,
        "returns": (life.returns, life.late_returns),
        "delivered": life.delivered,
        "accepted": life.accepted,
        "extended": life.extended,
        "ended": life.ended,
        "reports": len(life.reports),
        "notices": sorted(life.notices),
        "number of clocks": len(life.clocks),
        **clocks,
        "rungs": sorted(
            (number + 1, rung, on, str(NAMES[to]))
            for (number, rung), (on, to) in life.rungs.items()
        ),
    }


def of_desk(play: Play) -> dict[str, object]:
    """What the database says of it."""
    case, clocks = play.case, play.clocks
    told = play.kit.read(lambda tx: events(tx, case.case_id))
    late = sum(row.event == "return" and row.fields["late"] for row in told)
    return {
        "stage": case.stage,
        "level": case.level,
        "returns": (case.returns, late),
        "delivered": case.delivered_on,
        "accepted": case.accepted_on,
        "extended": case.extension_days,
        "ended": case.ended_on,
        "reports": case.reports,
        "notices": sorted(row.on for row in told if row.event == "notice_overdue"),
        "number of clocks": len(clocks),
        **{
            f"clock {c.number} {c.key}": (
                c.started_on,
                c.raw_due,
                c.due,
                c.stopped_on,
                c.stopped_by,
                c.authority_id,
            )
            for c in clocks
        },
        "rungs": sorted((r.clock_number, r.rung, r.on, str(r.authority_id)) for r in play.rungs),
    }
