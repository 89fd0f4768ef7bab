"""Finding the school: by name, by place, or told in words; and places that are not covered."""

from reportdesk.web.report.walk import UNLISTED
from tests.filings import COLLEGE
from tests.web.report.conftest import Walker


def test_a_search_offers_schools_and_the_way_out(walker: Walker) -> None:
    walker.to_where().fill(q="武汉职业").press("search")
    assert COLLEGE in walker.text
    assert "湖北省武汉市 · 高职专科 · 公办" in walker.text
    assert walker.form().options["school"][-1] == UNLISTED


def test_enter_behind_a_new_name_searches(walker: Walker) -> None:
    walker.to_where().fill(q=COLLEGE).press("enter")
    assert walker.heading == "学校在哪里"
    assert COLLEGE in walker.text


def test_nothing_found_leads_on_with_what_was_typed(walker: Walker) -> None:
    walker.to_where().fill(q="示范第一小学").press("search")
    assert "名单里没有找到" in walker.text
    walker.press("next")
    assert walker.heading == "说说这所学校"
    assert walker.form().values["name"] == ["示范第一小学"]


def test_continuing_without_a_choice_shows_what_was_found_and_asks(walker: Walker) -> None:
    walker.to_where().press("next")
    assert "先写学校名称再搜索" in walker.text
    walker.fill(q=COLLEGE).press("next")
    assert walker.status == 422
    assert COLLEGE in walker.text
    assert "请选一所学校，或选「名单里没有」" in walker.text


def test_places_open_one_below_the_other(walker: Walker) -> None:
    walker.to_where().fill(province="420000").press("region")
    assert "420100" in walker.form().options["city"]
    walker.press("next")
    assert "请选学校所在的市、州、盟" in walker.text
    walker.fill(city="420100").press("region")
    assert "420106" in walker.form().options["county"]
    assert COLLEGE in walker.text
    walker.fill(province="110000").press("region")
    assert walker.form().options["city"] == [""]
    assert "110101" in walker.form().options["county"]


def test_hong_kong_is_said_to_be_not_covered_before_anything_is_written(walker: Walker) -> None:
    walker.to_where()
    assert "香港特别行政区（暂不受理）" in walker.text
    walker.fill(province="810000").press("region")
    assert walker.status == 422
    assert "这个地区暂不受理" in walker.text


def test_an_unlisted_school_is_routed_by_place_and_kind(walker: Walker) -> None:
    walker.to_where().fill(province="420000").press("region")
    walker.fill(city="420100").press("region").fill(school=UNLISTED, county="420106").press("next")
    assert walker.form().values["county"] == ["420106"]
    walker.fill(name="示范第一小学", kind="primary", ownership="public", run_by="unknown")
    walker.press("next")
    assert walker.heading == "发生了什么"


def test_an_unlisted_school_names_what_is_missing(walker: Walker) -> None:
    walker.to_where().fill(q="没有这所").press("search").press("next").press("next")
    for words in ("请选学校所在的省份", "请选这是哪类学校", "请选公办还是民办", "请选学校是谁办的"):
        assert words in walker.text
    walker.fill(province="420000").press("region").fill(city="420100").press("region")
    walker.fill(name="示范小学", kind="primary", ownership="public", run_by="county").press("next")
    assert "请选学校所在的县、区、旗" in walker.text


def test_who_runs_a_listed_school_is_asked_where_it_decides(walker: Walker) -> None:
    walker.to_where().fill(q=COLLEGE).press("search")
    walker.fill(school=walker.form().options["school"][0]).press("next")
    assert walker.heading == "学校是谁办的"
    walker.press("next")
    assert "请选学校是谁办的" in walker.text
    walker.fill(run_by="unknown").press("next")
    assert walker.heading == "发生了什么"


def test_another_school_forgets_who_was_said_to_run_the_first(walker: Walker) -> None:
    walker.to_what().press("back").press("back").fill(q="武汉城市职业学院").press("search")
    other = [one for one in walker.form().options["school"] if one != UNLISTED][-1]
    walker.fill(school=other).press("next")
    assert walker.heading == "学校是谁办的"
    assert walker.form().values.get("run_by") is None


def test_a_school_nobody_can_receive_reports_for_is_refused_at_once(runtime, client) -> None:
    from tests.filings import give_keys, load_places

    load_places(runtime)
    give_keys(runtime, "edu-420000")
    walker = Walker(client).to_where()
    walker.fill(q="北京电子科技职业学院").press("search")
    walker.fill(school=walker.form().options["school"][0]).press("next")
    assert walker.status == 422
    assert "还没有开通" in walker.text


def test_a_search_of_any_length_is_cut_and_answered(walker: Walker) -> None:
    walker.to_where().fill(q=COLLEGE + "校" * 60_000).press("search")
    assert walker.status == 200
    assert len(walker.form().values["q"][0]) == 80


def test_a_school_that_the_register_lost_is_asked_for_again(walker: Walker) -> None:
    walker.to_where().fill(q=COLLEGE).press("search")
    walker.fill(school=walker.form().options["school"][0]).press("next")
    school = walker.form()
    walker.press("back").form().options["school"].append("lost")
    walker.fill(school="lost", q="").press("search")
    school.values["state"] = walker.form().values["state"]
    walker.page.forms = [school]
    walker.press("next")
    assert walker.status == 422
    assert walker.heading == "错误：学校在哪里"
    assert "请选一所学校" in walker.page.ids["school"]


def test_a_search_that_finds_more_than_it_lists_says_so(walker: Walker) -> None:
    walker.to_where().fill(q="学院").press("search")
    assert "先列出 10 所" in walker.text
    assert "还有别的没有列出来" in walker.text
    assert len(walker.form().options["school"]) == 11
    walker.fill(q="华中农业大学").press("search")
    assert "搜到 1 所" in walker.text
    assert "没有列出来" not in walker.text


def test_a_name_searched_after_a_listed_school_is_taken_over(walker: Walker) -> None:
    walker.to_what().press("back").press("back")
    walker.fill(q="某某县实验中学").press("search")
    walker.fill(school=UNLISTED).press("next")
    assert walker.form().values["name"] == ["某某县实验中学"]
    walker.press("back").fill(q="某某县第二中学").press("search")
    walker.fill(school=UNLISTED).press("next")
    assert walker.form().values["name"] == ["某某县第二中学"]
    walker.fill(name="某某县第二高级中学").press("back").press("next")
    assert walker.form().values["name"] == ["某某县第二高级中学"]


def test_a_list_of_schools_speaks_one_language(walker: Walker) -> None:
    walker.to_where("?lang=en").fill(province="420000").press("region")
    walker.fill(city="420100").press("region")
    page = walker.response.get_data(as_text=True)
    assert "武汉大学 (Undergraduate institution)</option>" in page
    assert "（Undergraduate" not in page


def unlisted(walker: Walker, city: str, county: str) -> Walker:
    """The page of an unlisted school in a place of Hubei, everything else answered."""
    walker.to_where().fill(province="420000").press("region")
    walker.fill(city=city).press("region").fill(school=UNLISTED, county=county).press("next")
    return walker.fill(name="示范第一小学", kind="primary", ownership="public", run_by="unknown")


def test_a_city_of_the_province_before_is_asked_again(walker: Walker) -> None:
    unlisted(walker, "420100", "420106").fill(province="110000").press("next")
    assert walker.status == 422
    assert "省份改过" in walker.page.ids["county-error"]
    assert "110101" in walker.form().options["county"]
    walker.fill(county="110101").press("next")
    assert walker.heading == "发生了什么"


def test_a_county_of_the_city_before_is_asked_again(walker: Walker) -> None:
    unlisted(walker, "420100", "420106").fill(city="420200").press("next")
    assert walker.status == 422
    assert "市改过" in walker.page.ids["county-error"]
    assert "420106" not in walker.form().options["county"]
    walker.fill(county="420202").press("next")
    assert walker.heading == "发生了什么"


def test_a_county_without_a_city_is_a_place_of_its_own(walker: Walker) -> None:
    unlisted(walker, "429004", "").press("next")
    assert walker.heading == "发生了什么"
    walker.press("back").fill(county="420106").press("next")
    assert "市改过" in walker.page.ids["city-error"]
    walker.press("next")
    assert walker.heading == "发生了什么"


def to_unlisted(walker: Walker, name: str) -> Walker:
    """To the page about a school that is not listed, with everything filled in."""
    walker.to_where().fill(province="420000").press("region")
    walker.fill(city="420100").press("region")
    walker.fill(school="none").press("next")
    return walker.fill(
        name=name, kind="higher_vocational", ownership="public", run_by="province"
    ).press("next")


def test_a_listed_school_with_nearly_the_same_name_is_offered_once(walker: Walker) -> None:
    to_unlisted(walker, "武汉职业技木学院")
    assert "名单里有相近的名字" in walker.text
    assert COLLEGE in walker.text
    assert walker.form().values["name"] == ["武汉职业技木学院"]
    walker.press("next")
    assert walker.heading == "发生了什么"


def test_a_school_that_was_offered_can_be_taken(walker: Walker) -> None:
    to_unlisted(walker, "武汉职业技木学院")
    walker.fill(same=walker.form().options["same"][0]).press("next")
    assert walker.heading == "学校是谁办的"
    assert COLLEGE in walker.text


def test_a_name_like_no_other_is_not_held_up(walker: Walker) -> None:
    to_unlisted(walker, "示范路上一所学堂")
    assert walker.heading == "发生了什么"
