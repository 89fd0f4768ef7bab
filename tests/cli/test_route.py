"""``reportdesk route explain`` as an operator sees it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli.route import route
from reportdesk.runtime import Runtime
from reportdesk.services.register import load
from tests.registers import small_register


def run(runtime: Runtime, *words: str) -> Result:
    return CliRunner().invoke(route, ("explain", *words), obj=runtime)


@pytest.fixture
def loaded(runtime: Runtime, tmp_path: Path) -> Runtime:
    edition = small_register(tmp_path / "register")
    runtime.write(lambda tx: load(tx, edition))
    return runtime


def test_an_empty_register_is_to_be_loaded_first(runtime: Runtime) -> None:
    refused = run(runtime, "--school", "武汉大学")
    assert refused.exit_code == 1
    assert "register load" in refused.output


def test_a_listed_school_is_explained_in_words(loaded: Runtime) -> None:
    told = run(loaded, "--school", "武汉大学").output
    assert "送到：中华人民共和国教育部" in told
    assert "抄送：湖北省教育厅" in told
    assert "《高等教育法》第十四条" in told
    assert "取决于" not in told


def test_the_same_is_explained_in_english(loaded: Runtime) -> None:
    told = run(loaded, "--school", "湖北职业技术学院", "--run-by", "city", "--lang", "en").output
    assert "Goes to: Education Department of Hubei" in told
    assert "Copied: Education Bureau of Xiaogan City" in told
    assert "rests on the answer" in told


def test_an_unlisted_school_is_explained_as_json(loaded: Runtime) -> None:
    words = ("--region", "420106", "--kind", "technician_school", "--run-by", "city", "--json")
    told = json.loads(run(loaded, *words).output)
    assert told["primary"] == "武汉市人力资源和社会保障局"
    assert told["next"] == "湖北省人力资源和社会保障厅"
    assert told["copied"] == ["武汉市教育局"]
    assert told["reason"] == "technician_hr"
    assert told["ids"]["primary"] == "hr-420100"


def test_an_abbreviation_is_enough_when_it_fits_one_school(loaded: Runtime) -> None:
    told = json.loads(run(loaded, "--school", "湖职", "--json").output)
    assert told["school"] == "湖北职业技术学院"


def test_a_name_that_fits_several_schools_lists_them(loaded: Runtime) -> None:
    refused = run(loaded, "--school", "武汉")
    assert refused.exit_code == 1
    assert "武汉大学 (湖北省武汉市)" in refused.output


def test_a_skipped_authority_is_said_to_be_skipped(loaded: Runtime) -> None:
    words = ("--region", "420106", "--kind", "primary", "--skip", "edu-420106")
    told = run(loaded, *words).output
    assert "送到：武汉市教育局" in told
    assert "由上一级接手" in told


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--school", "没有这样的学校"), "没有“没有这样的学校”"),
        (("--region", "999999", "--kind", "primary"), "没有这个区划代码：999999"),
        (("--region", "810000", "--kind", "primary"), "暂不受理香港"),
        (("--region", "420106"), "--kind"),
    ],
)
def test_what_cannot_be_routed_is_refused_in_words(
    loaded: Runtime, words: tuple[str, ...], reason: str
) -> None:
    refused = run(loaded, *words)
    assert refused.exit_code != 0
    assert reason in refused.output
