"""A register small enough to read, and workbooks in the ministry's layout."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlwt

from reportdesk.packs.ministry_list import HEADER
from reportdesk.packs.register import FOLDER, Register, load_register

DIVISIONS = """\
code,name,level,parent,covered
110000,北京市,province,,1
110108,海淀区,county,110000,1
420000,湖北省,province,,1
420100,武汉市,city,420000,1
420106,武昌区,county,420100,1
420900,孝感市,city,420000,1
429004,仙桃市,county,420000,1
440000,广东省,province,,1
441900,东莞市,city,440000,1
650000,新疆维吾尔自治区,province,,1
659001,石河子市,county,650000,1
810000,香港特别行政区,province,,0
"""
SCHOOLS = """\
name,division,kind,ownership
武汉大学,420100,undergraduate,public
武汉职业技术学院,420100,higher_vocational,public
武汉东湖学院,420100,undergraduate,private
湖北职业技术学院,420900,higher_vocational,public
石河子大学,659001,undergraduate,public
"""
SUPERVISORS = """\
name,supervisor,source
武汉大学,教育部,list
石河子大学,新疆生产建设兵团,list
"""
ENGLISH = """\
code,name,name_en
420000,湖北省,Hubei
"""


def write_register(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """The files of a small register in ``folder``; ``files`` replaces some by name."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "divisions.csv": DIVISIONS,
        "schools.csv": SCHOOLS,
        "central_and_xpcc.csv": SUPERVISORS,
        "names_en.csv": ENGLISH,
        "authorities.csv": (FOLDER / "authorities.csv").read_text(encoding="utf-8"),
        **(files or {}),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def small_register(folder: Path, files: Mapping[str, str] | None = None) -> Register:
    """The register of :func:`write_register`, loaded."""
    return load_register(write_register(folder, files))


Listed = Sequence[str | float]


def listed(
    name: str, code: str, supervisor: str, place: str, level: str, remark: str = ""
) -> Listed:
    """One institution of the ministry's list; the code is a number there, as in the original."""
    return (0.0, name, float(code), supervisor, place, level, remark)


def write_workbook(
    path: Path, provinces: Mapping[str, Sequence[Listed]], header: Sequence[str] = HEADER
) -> Path:
    """A workbook as the ministry publishes it: attachment line, title, header, province rows.

    ``provinces`` maps the text of each province row to the institutions below it.
    """
    book = xlwt.Workbook()
    sheet = book.add_sheet("全国普通高等学校名单")
    rows: list[Listed] = [
        ("附件1：",),
        ("全国普通高等学校名单\n（截至2026年6月17日）",),
        tuple(header),
    ]
    number = 0
    for heading, schools in provinces.items():
        rows.append((heading,))
        for school in schools:
            number += 1
            rows.append((float(number), *school[1:]))
    for line, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(line, column, cell)
    book.save(str(path))
    return path
