"""The look: one small stylesheet, every component shown, readable colours."""

import re
from pathlib import Path

import pytest

from config import TEMPLATES
from reportdesk.web.app import STATIC
from tests.web.sites import pages

CSS = (STATIC / "style.css").read_text(encoding="utf-8")
UI = (TEMPLATES / "_macros" / "ui.html").read_text(encoding="utf-8")
COMPONENTS = re.findall(r"{% set (\w+) = _", UI)
BACKGROUNDS = ("paper", "surface", "wash", "tint")
TEXTS = ("ink", "muted", "primary", "ok", "soon", "late")


def test_there_is_one_stylesheet_and_it_stays_under_twenty_four_kilobytes() -> None:
    assert [path.name for path in STATIC.glob("*.css")] == ["style.css"]
    assert len(CSS.encode()) < 24 * 1024


def test_the_stylesheet_fetches_nothing() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@font-face" not in CSS


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_shown_in_the_style_guide(component: str) -> None:
    guide = (TEMPLATES / "styleguide.html").read_text(encoding="utf-8")
    frames = "".join(
        (TEMPLATES / name).read_text(encoding="utf-8")
        for name in ("public/base.html", "_foot.html", "_macros/fields.html", "_macros/bar.html")
    )
    assert f"ui.{component}(" in guide + frames or f"{component}(" in frames


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_style_guide_renders_in_both_languages(tmp_path: Path, query: str) -> None:
    response = pages().get(f"/styleguide{query}")
    assert response.status_code == 200
    assert response.text.count('class="clock ') == 6


def test_a_live_site_has_no_style_guide(tmp_path: Path) -> None:
    assert pages("production").get("/styleguide").status_code == 404


@pytest.mark.parametrize("path", ["/", "/about", "/nothing-here", "/desk/nothing-here"])
def test_every_page_of_the_demonstration_says_that_it_is_one(tmp_path: Path, path: str) -> None:
    assert "演示环境" in pages("demo").get(path).text
    assert "演示环境" not in pages("production").get(path).text


def test_every_class_a_template_names_stands_in_the_stylesheet() -> None:
    known = set(re.findall(r"\.([a-z][\w-]*)", CSS))
    strangers = {
        f"{path.relative_to(TEMPLATES)}: {name}"
        for path in TEMPLATES.rglob("*.html")
        if "mail" not in path.parts
        for names in re.findall(r'class="([^"{]*)"', path.read_text(encoding="utf-8"))
        for name in names.split()
        if name not in known
    }
    assert not strangers, f"Use a component of the style guide: {sorted(strangers)}"


def tokens(css: str) -> dict[str, str]:
    """Custom properties that are colours, six digits each."""
    found = re.findall(r"--([\w-]+):#([0-9a-f]{3,6})\b", css)
    return {
        name: value if len(value) == 6 else "".join(c * 2 for c in value) for name, value in found
    }


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
def test_words_stand_out_from_every_ground(scheme: str, text: str) -> None:
    light, dark = CSS.split("prefers-color-scheme:dark", 1)
    colours = tokens(light)
    if scheme == "dark":
        colours |= tokens(dark.split("}}", 1)[0])
    for ground in BACKGROUNDS:
        assert contrast(colours[text], colours[ground]) >= 4.5, f"{text} on {ground}, {scheme}"
    assert contrast(colours["on-primary"], colours["primary"]) >= 4.5
    assert contrast(colours["field"], colours["surface"]) >= 3
