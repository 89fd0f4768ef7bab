"""``python -m benchmarks.schools [names]``: what finding a school costs, beside one plain pass.

The floor is looking once at every name with ``in``, which no search without an index can beat. Each
figure is the median in milliseconds and how many floors it is.
"""

import csv
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache

from reportdesk.domain.school_index import Entry, SchoolIndex, Typed
from reportdesk.domain.school_names import normal_name
from reportdesk.packs.loader import DATA
from reportdesk.packs.pinyin import sort_key

ROUNDS = 60
SYNTHETIC = 500_000
SIGNS = "东西南北中新光明和平胜利育才红星建设人民朝阳青山白云龙泉金桥文昌武石柳林河口双溪"
KINDS = ("中心小学", "第一中学", "实验小学", "职业高级中学", "初级中学", "技工学校")
FOREIGN = "龘"


@cache
def syllable(sign: str) -> str:
    """One character in pinyin."""
    return sort_key(sign)


def entry(name: str, division: str) -> Entry:
    """A name as the index takes it."""
    normal = normal_name(name)
    parts = [syllable(sign) for sign in normal]
    return Entry(name, normal, division, "".join(one[0] for one in parts if one), "".join(parts))


def shipped() -> list[Entry]:
    """Every school that comes with the project."""
    with (DATA / "register" / "schools.csv").open(encoding="utf-8") as file:
        return [entry(row["name"], row["division"]) for row in csv.DictReader(file)]


def synthetic(many: int, dice: random.Random) -> list[Entry]:
    """Names as primary and middle schools have them: a county, two characters, a kind."""
    with (DATA / "register" / "divisions.csv").open(encoding="utf-8") as file:
        places = [(row["name"], row["code"]) for row in csv.DictReader(file)]
    chosen = (dice.choice(places) for _ in range(many))
    return [
        entry(place + "".join(dice.choices(SIGNS, k=2)) + dice.choice(KINDS), code)
        for place, code in chosen
    ]


def asked(one: Entry, dice: random.Random) -> dict[str, Typed]:
    """What somebody may type who means this school."""
    name = one.normal
    at = dice.randrange(len(name))
    texts = {
        "the name": name,
        "one wrong character": name[:at] + FOREIGN + name[at + 1 :],
        "initials": one.initials,
        "abbreviation": name[0] + name[len(name) // 2] + name[-2],
        "a part": name[2:6],
    }
    return {what: Typed(text, "".join(map(syllable, text))) for what, text in texts.items()}


def median(work: Callable[[int], object]) -> float:
    """Milliseconds of one round."""
    spans = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        work(number)
        spans.append((time.perf_counter() - started) * 1000)
    return statistics.median(spans)


def measure(entries: list[Entry], dice: random.Random) -> None:
    """Build the index of these names and ask it."""
    started = time.perf_counter()
    index = SchoolIndex(entries)
    built = time.perf_counter() - started
    floor = median(lambda _: [name for name in index.names if FOREIGN in name])
    print(f"{len(entries)} names, built in {built:.2f} s, floor {floor:.2f} ms")
    rounds = [asked(dice.choice(entries), dice) for _ in range(ROUNDS)]
    for what in rounds[0]:
        took = median(lambda number, what=what: index.find(rounds[number][what], limit=11))
        print(f"  {what:<20}{took:>9.2f} ms{took / floor:>9.1f} floors")


def main() -> None:
    """The shipped register, then synthetic names, as many as asked for."""
    dice = random.Random(1)
    measure(shipped(), dice)
    measure(synthetic(int(sys.argv[1]) if sys.argv[1:] else SYNTHETIC, dice), dice)


if __name__ == "__main__":
    main()
