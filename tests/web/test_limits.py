"""Buckets of networks: what one is, what is remembered of it, and how much one may send."""

import pytest

from config import load_settings
from reportdesk.domain.abuse import HOUR, Rate
from reportdesk.web.limits import FILING, MOST, OWN, PAGE, RECEIPT, Limits, _rates, network_of

CLASS, MINUTES = 40, 10
FORMS = 16
"""Forms that a student sends: ten pages, a few searches, a way back, the receipt."""
LEAST_FORMS = 7
"""Forms that a script needs for one filing."""


class Time:
    """Seconds that stand still until they are moved."""

    def __init__(self) -> None:
        self.now, self.slept = 1_000_000.0, 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


def limits(time: Time, most: int = MOST) -> Limits:
    return Limits(_rates(load_settings({})), time, time.sleep, most)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.200", True),
        ("203.0.113.9", "203.0.114.9", False),
        ("::ffff:203.0.113.9", "203.0.113.7", True),
        ("2001:db8:1:2::9", "2001:db8:1:ffff::1", True),
        ("2001:db8:1::9", "2001:db8:2::9", False),
        ("203.0.113.9:5123", "203.0.113.9", True),
        ("[2001:db8:1::9]:5123", "2001:db8:1::9", True),
        ("[2001:db8:1::9]", "2001:db8:2::9", False),
    ],
)
def test_one_network_is_what_one_customer_gets(one: str, other: str, same: bool) -> None:
    assert network_of(one) is not None
    assert (network_of(one) == network_of(other)) is same


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "127.9.9.9", "", None, "unknown", "0.0.0.0"]
)
def test_this_machine_and_what_is_no_address_belong_to_no_network(address: str | None) -> None:
    assert network_of(address) is None


def test_a_class_of_forty_behind_one_address_files_within_ten_minutes() -> None:
    time = Time()
    site, school = limits(time), network_of("203.0.113.9")
    waited, suspected, forms = 0, 0, CLASS * FORMS
    for number in range(forms):
        time.now = 1_000_000 + number * MINUTES * 60 / forms
        waited += site.take(PAGE, school) > 0
        if number % FORMS == FORMS - 1:
            suspected += site.take(FILING, school) > 0
    assert (waited, suspected) == (0, 0)


def test_a_whole_class_may_send_everything_in_the_same_second() -> None:
    time = Time()
    site, school = limits(time), network_of("203.0.113.9")
    assert not any(site.take(PAGE, school) for _ in range(CLASS * FORMS))
    assert not any(site.take(FILING, school) for _ in range(CLASS))


def _script(site: Limits, time: Time, hours: int) -> list[tuple[int, int]]:
    """Filings as fast as one network can: (unsuspected, suspected) of each hour."""
    network, done = network_of("198.51.100.7"), []
    start = time.now
    for hour in range(hours):
        clean = suspected = forms = 0
        while time.now < start + (hour + 1) * HOUR:
            missing = site.take(PAGE, network)
            if missing:
                time.now += missing + 0.001
                continue
            time.now += 0.05
            forms += 1
            if forms % LEAST_FORMS == 0:
                late = site.take(FILING, network) > 0
                clean, suspected = clean + (not late), suspected + late
        done.append((clean, suspected))
    return done


def test_a_script_at_one_address_is_slowed_to_uselessness_hour_after_hour() -> None:
    time = Time()
    first, *later = _script(limits(time), time, 4)
    assert first[0] <= 80, "the burst of a class, once"
    assert sum(first) <= 240
    for clean, suspected in later:
        assert clean <= 21, "a new salt every hour gives no new burst"
        assert clean + suspected <= 105


def test_control_without_limits_the_script_files_thousands() -> None:
    time = Time()
    wide = {PAGE: Rate(10**9, 1), FILING: Rate(10**9, 1)}
    clean, suspected = _script(Limits(wide, time), time, 1)[0]
    assert clean > 10_000
    assert suspected == 0


def test_guessing_receipts_is_slow_too() -> None:
    time = Time()
    site, network = limits(time), network_of("198.51.100.7")
    tried = sum(not site.take(RECEIPT, network) for _ in range(5000))
    assert tried == 80
    assert site.take(RECEIPT, network) == pytest.approx(60)


def test_a_scan_from_a_million_networks_fills_no_memory_and_leaves_the_busy_ones() -> None:
    time = Time()
    site, school = limits(time, most=200), network_of("203.0.113.9")
    for number in range(2000):
        site.take(PAGE, number.to_bytes(6, "big"))
        site.take(PAGE, school)
    assert len(site) <= 200
    spent = sum(not site.take(PAGE, school) for _ in range(900))
    assert spent == 0, "whoever keeps sending keeps their bucket"


def test_no_address_and_no_lasting_name_of_one_is_in_memory() -> None:
    time = Time()
    site, network = limits(time), network_of("203.0.113.9")
    assert network is not None
    site.take(PAGE, network)
    (first,) = site._levels
    time.now += HOUR
    site.take(PAGE, network)
    assert len(site) == 1, "the old name makes room for the new one"
    (second,) = site._levels
    assert first != second
    assert network not in first[1] + second[1]
    time.now += 3 * HOUR
    site.take(PAGE, network)
    assert len(site) == 2, "after that nobody knows any more that they were the same"


def test_what_comes_from_this_machine_queues_and_is_never_refused() -> None:
    time = Time()
    site = limits(time)
    waits = [site.take(PAGE, None) for _ in range(9100)]
    assert waits[:9000] == [0.0] * 9000, "ten networks wide"
    assert waits[-1] > 0
    site.queue(3600)
    assert time.slept == 2, "nobody waits for long"
    assert [name for _, name in site._levels] == [OWN]


def test_at_most_two_wait_in_line_so_that_the_site_answers() -> None:
    time = Time()
    site = limits(time)
    inner: list[float] = []

    def waiting(seconds: float) -> None:
        inner.append(seconds)
        if len(inner) < 5:
            site.queue(seconds)

    site._sleep = waiting
    site.queue(1)
    assert len(inner) == 2, "the third goes on at once"
