"""What is in an office file and marked as not to be seen: it is dropped."""

from collections.abc import Collection, Iterator
from typing import Any, TypeAlias

from lxml import etree

from reportdesk.evidence.kinds import Removed
from reportdesk.evidence.words import CELL, FALSE

Element: TypeAlias = Any
"""Of lxml, which ships no types."""
ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "drawing"})
"""What is nothing without the shape in it."""


def _name(element: Element) -> str:
    """The word without its vocabulary."""
    return str(etree.QName(element).localname)


def _drop(element: Element) -> None:
    """Take an element out with all that is in it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unseen_styles(root: Element) -> set[str]:
    """Marks of a text's styles that hide what is written in them."""
    marks = (mark for mark in root.iter() if _name(mark) == "vanish" and _is_on(mark))
    styles = (one for mark in marks for one in mark.iterancestors() if _name(one) == "style")
    return {f"unseen {_value(style, 'styleId')}" for style in styles}


def unhide(root: Element, removed: set[Removed], unseen: Collection[str]) -> None:
    """Drop what a reader does not see: hidden text, shapes, sheets, rows and columns."""
    hidden = [
        *_hidden_runs(root),
        *_in_styles(root, unseen),
        *_hidden_cells(root),
        *_hidden_shapes(root),
        *_lines(root),
    ]
    hidden += [
        one
        for one in root.iter()
        if _name(one) == "sheet" and one.get("state") not in {None, "visible"}
    ]
    for element in hidden:
        removed.add(Removed.INVISIBLE)
        _drop(element)


def _hidden_runs(root: Element) -> Iterator[Element]:
    """Runs of text that are marked as not to be seen."""
    for mark in root.iter():
        around = mark.getparent()
        if _name(mark) not in {"vanish", "specVanish"} or around is None:
            continue
        on = not any(value in FALSE for value in mark.attrib.values())
        run = around.getparent()
        if on and run is not None and _name(run) == "r":
            yield run


def _in_styles(root: Element, unseen: Collection[str]) -> Iterator[Element]:
    """Runs of text in a style that hides them, or in paragraphs of one."""
    for mark in root.iter():
        if f"unseen {_value(mark, 'val')}" not in unseen:
            continue
        around = mark.getparent()
        outer = None if around is None else around.getparent()
        if outer is not None and (_name(mark), _name(outer)) == ("rStyle", "r"):
            yield outer
        if outer is not None and (_name(mark), _name(outer)) == ("pStyle", "p"):
            yield from [one for one in outer.iter() if _name(one) == "r"]


def _is_on(mark: Element) -> bool:
    """Whether a mark without a value, or with one, is set."""
    return not any(value in FALSE for value in mark.attrib.values())


def _value(element: Element, word: str) -> str:
    """An attribute of the element's own vocabulary, or nothing."""
    return str(element.get(f"{{{etree.QName(element).namespace}}}{word}", ""))


def _hidden_cells(root: Element) -> Iterator[Element]:
    """Hidden rows, and cells of hidden columns."""
    columns: list[tuple[int, int]] = []
    for one in root.iter():
        name = _name(one)
        if name not in {"col", "row"} or not _is_off(one):
            continue
        yield one
        if name == "col":
            columns.append((int(one.get("min", "1")), int(one.get("max", "1"))))
    for cell in root.iter() if columns else ():
        place = CELL.match(cell.get("r", "")) if _name(cell) == "c" else None
        if place and any(low <= _column(place[1]) <= high for low, high in columns):
            yield cell


def _is_off(line: Element) -> bool:
    """Whether a row or column is hidden, or drawn without any height or width."""
    size = line.get("ht" if _name(line) == "row" else "width", "1")
    return line.get("hidden", "0") not in FALSE or float(size) == 0


def _column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _hidden_shapes(root: Element) -> Iterator[Element]:
    """Pictures and shapes that the list of a page's objects has switched off."""
    for mark in root.iter():
        if _name(mark) not in {"cNvPr", "docPr"} or mark.get("hidden", "0") in FALSE:
            continue
        shape = mark.getparent()
        if shape is not None and _name(shape).startswith("nv"):
            shape = shape.getparent()
        above = None if shape is None else shape.getparent()
        around = above is not None and _name(above) in ANCHORS
        if shape is not None:
            yield above if around else shape


def _lines(root: Element) -> Iterator[Element]:
    """Hidden rows of a text's tables."""
    for mark in root.iter():
        properties = mark.getparent()
        if _name(mark) != "hidden" or properties is None or _name(properties) != "trPr":
            continue
        if not any(value in FALSE for value in mark.attrib.values()):
            yield properties.getparent()
