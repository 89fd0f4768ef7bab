"""Which known school a listed one is, when no code says so."""

from reportdesk.domain.school_matching import Named, Pair, match_names


def a_school(key: str, name: str, *former: str, division: str = "420100") -> Named:
    return Named(key, division[:2], division, frozenset({name, *former}))


def test_the_same_name_in_one_province_is_the_same_school_even_in_another_city() -> None:
    known = [a_school("k", "武汉大学", division="420000")]
    assert match_names(known, [a_school("w", "武汉大学")]) == [Pair("k", "w", likely=False)]


def test_the_same_name_in_another_province_is_another_school() -> None:
    assert (
        match_names([a_school("k", "理工学院")], [a_school("w", "理工学院", division="430100")])
        == []
    )


def test_a_former_name_counts() -> None:
    known = [a_school("k", "武汉职业技术大学", "武汉职业技术学院")]
    assert match_names(known, [a_school("w", "武汉职业技术学院")]) == [Pair("k", "w", likely=False)]


def test_a_risen_school_of_the_same_city_is_only_likely_the_same() -> None:
    known = [a_school("k", "武汉职业技术学院")]
    assert match_names(known, [a_school("w", "武汉职业技术大学")]) == [Pair("k", "w", likely=True)]


def test_two_candidates_make_no_pair() -> None:
    known = [a_school("a", "合肥学院"), a_school("b", "合肥高等专科学校")]
    assert match_names(known, [a_school("w", "合肥大学")]) == []


def test_no_school_is_taken_twice() -> None:
    known = [a_school("k", "甲大学", "乙大学")]
    wanted = [a_school("v", "甲大学"), a_school("w", "乙大学")]
    assert match_names(known, wanted) == []
