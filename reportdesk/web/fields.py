"""Form fields of more than one audience."""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.widgets import DateInput, TextInput

WHICH_DAY = _l("请写成 2026-03-17 这样的日期")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COUNT = re.compile(r"\d{1,4}", re.ASCII)
A_NUMBER = _l("请写一个整数，例如 15")


class DayField(Field):
    """A day, from a date picker or typed as 2026-03-17, 2026/3/17 or 2026年3月17日."""

    widget = DateInput()
    data: Any
    """A date, or None."""

    def _value(self) -> str:
        """What stands in the field: as typed, or the ISO date."""
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day; an empty field is None."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        found = _DAY.fullmatch(text)
        try:
            self.data = date(*(int(part) for part in found.groups())) if found else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(str(WHICH_DAY))


class CountField(Field):
    """A whole number of days, as typed; ``data`` is None when the field is empty."""

    widget = TextInput()
    data: Any

    def _value(self) -> str:
        """What stands in the field: as typed, or the number."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; an empty field is None."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if _COUNT.fullmatch(text) else None
        if text and self.data is None:
            raise ValueError(str(A_NUMBER))
