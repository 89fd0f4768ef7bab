"""The department a list prints above a school, as an authority of the register."""

from dataclasses import dataclass

from reportdesk.domain.authority import Level
from reportdesk.domain.taxonomy import RunBy
from reportdesk.packs.register import Register


@dataclass(frozen=True, slots=True)
class Supervision:
    """Who runs a school, and the authority above it where the register has one."""

    run_by: RunBy
    authority_id: str | None


class Supervisors:
    """Reads 主管部门: a province or its department, a city, the Corps, or a central body."""

    def __init__(self, register: Register) -> None:
        self._named = {
            name: row.id for row in register.fixed for name in (row.name, *row.listed_as)
        }
        self._level = {row.id: row.level for row in register.fixed}
        self._provinces = {
            row.name: row.code for row in register.divisions if row.level is Level.PROVINCE
        }
        self._cities = {
            (row.parent, row.name): row.code
            for row in register.divisions
            if row.level is Level.CITY
        }

    def read(self, text: str, province: str) -> Supervision:
        """What ``text`` says of a school in the province with code ``province``.

        Begins with a province's name: run by the province (省政府 and 教育厅 alike). Otherwise one
        of that province's cities: run by the city. Anything else is a central body, whose id is
        None where authorities.csv does not know it.
        """
        fixed = self._named.get(text)
        if fixed is not None:
            run_by = RunBy.PROVINCE if self._level[fixed] is Level.PROVINCE else RunBy.MINISTRY
            return Supervision(run_by, fixed)
        for name, code in self._provinces.items():
            if text.startswith(name):
                return Supervision(RunBy.PROVINCE, f"edu-{code}")
        for (parent, name), code in self._cities.items():
            if parent == province and text.startswith(name):
                return Supervision(RunBy.CITY, f"edu-{code}")
        return Supervision(RunBy.MINISTRY, None)

    def of_shipped(self, text: str | None, province: str) -> Supervision:
        """As :meth:`read`; without a text nobody knows who runs the school."""
        return self.read(text, province) if text else Supervision(RunBy.UNKNOWN, None)
