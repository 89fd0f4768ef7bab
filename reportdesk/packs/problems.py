"""What is wrong with a pack: file, line and reason, the reason in Chinese or English."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

REASONS: dict[str, tuple[str, str]] = {
    "no_such_pack": ("没有这个规则包：{pack}", "no such pack: {pack}"),
    "parent_loop": ("上级规则包绕成了圈：{pack}", "parents form a loop: {pack}"),
    "missing_file": ("缺少文件", "file is missing"),
    "not_utf8": ("不是 UTF-8 文本", "not UTF-8 text"),
    "yaml_syntax": ("YAML 语法错误：{detail}", "YAML syntax: {detail}"),
    "empty_file": ("文件是空的", "file is empty"),
    "want_mapping": ("这里要写成“名称: 值”", "expected a mapping"),
    "want_list": ("这里要写成列表", "expected a list"),
    "want_text": ("这里要写文字", "expected a text"),
    "want_whole": ("“{value}”不是整数", "{value!r} is not a whole number"),
    "want_day": ("“{value}”不是日期，要写成 2026-03-17", "{value!r} is not a date like 2026-03-17"),
    "want_flag": ("“{value}”只能是 true 或 false", "{value!r} must be true or false"),
    "bad_format": ("“{value}”的写法不对", "{value!r} has the wrong form"),
    "below": ("{value} 太小，至少是 {least}", "{value} is below {least}"),
    "above": ("{value} 太大，最多是 {most}", "{value} is above {most}"),
    "unknown_code": ("不认识“{value}”，可用：{known}", "unknown code {value!r}; known: {known}"),
    "unknown_field": ("不认识的字段“{value}”", "unknown field {value!r}"),
    "missing_field": ("缺少字段“{value}”", "field {value!r} is missing"),
    "extra_field": ("这里不能写“{value}”", "field {value!r} has no place here"),
    "duplicate": ("“{value}”写了两次", "{value!r} stands twice"),
    "names_every_code": (
        "“{value}”列出了全部代码，等于没有条件，去掉它",
        "{value!r} names every code, which is no condition: leave it out",
    ),
    "never_surely_asked": (
        "每个问题都有条件；至少要有一个问所有人",
        "every question has a condition; at least one must be asked of everybody",
    ),
    "missing_label": (
        "“{group}”里缺少“{value}”的名称",
        "group {group!r} lacks words for {value!r}",
    ),
    "unknown_group": ("不认识的分组“{value}”", "unknown group {value!r}"),
    "unknown_law": ("pack.yaml 的 sources 里没有“{value}”", "{value!r} is not among the sources"),
    "law_without_code": (
        "引用“{value}”要写明核对程度",
        "citing {value!r} needs a verification code",
    ),
    "missing_clock": ("缺少期限“{value}”", "clock {value!r} is missing"),
    "unknown_clock": ("没有期限“{value}”", "there is no clock {value!r}"),
    "bad_after": (
        "“{value}”不能被接续：它自己没有天数或也接续别的期限",
        "{value!r} cannot be continued: it counts no days of its own",
    ),
    "days_or_cap": ("接续的期限要写 days 或 cap 之一", "a continuing clock has either days or cap"),
    "presumed_not_start": ("“{value}”不在 starts 里", "{value!r} is not among starts"),
    "rung_order": ("“{value}”的先后不对", "{value!r} is out of order"),
    "header": ("表头应为 {value}", "the header must be {value}"),
    "columns": ("这一行应有 {value} 列", "the row must have {value} columns"),
    "makeup_on_weekday": ("{value} 本来就是工作日", "{value} is a weekday, not a make-up day"),
    "no_notice": ("{value} 年没有放假通知", "there is no notice for {value}"),
    "wrong_year": ("{value} 不属于该年通知", "{value} does not belong to the notice of that year"),
    "ends_before_start": ("结束早于开始", "ends before it starts"),
    "not_in_force": (
        "规则包 {pack} 在 {day} 不适用：{span}",
        "pack {pack} is not in force on {day}: {span}",
    ),
    "break_length": (
        "假期 {value} 不对：要先开始后结束，最多 {most} 天",
        "break {value}: it must end after it starts, at most {most} days",
    ),
    "breaks_of_the_law": (
        "只有本站自己定的期限（kind: policy）可以扣除学校假期；法定期限不因放假停算",
        "only a clock of the site itself (kind: policy) may leave out school breaks; "
        "the law's clocks do not stop for them",
    ),
    "loosens_kind": (
        "“{key}”在上级规则包里是法定期限，这里是“{value}”；要放松就用 loosens 写明原因",
        "{key!r} is statutory in the parent and {value!r} here; say why in 'loosens'",
    ),
    "loosens_days": (
        "“{key}”比上级规则包的法定期限更长（例如 {value}）；要放松就用 loosens 写明原因",
        "{key!r} is due later than the parent's statutory clock (for example {value}); "
        "say why in 'loosens'",
    ),
    "loosens_starts": (
        "“{key}”的起点（{value}）和上级规则包的法定期限不同；要放松就用 loosens 写明原因",
        "{key!r} starts by other events ({value}) than the parent's statutory clock; "
        "say why in 'loosens'",
    ),
    "loosens_stops": (
        "“{key}”因“{value}”停算，上级规则包的法定期限不停；要放松就用 loosens 写明原因",
        "{key!r} stops by {value!r}, which does not stop the parent's statutory clock; "
        "say why in 'loosens'",
    ),
    "loosens_hearing": (
        "“{key}”扣除听证天数，上级规则包的法定期限不扣；要放松就用 loosens 写明原因",
        "{key!r} leaves out {value} days that the parent's statutory clock counts; "
        "say why in 'loosens'",
    ),
    "loosens_nothing": (
        "“{key}”没有比上级规则包更松，不要写 loosens",
        "{key!r} does not loosen the parent's clock: leave out 'loosens'",
    ),
}
"""Code -> (Chinese, English) with named parameters."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault; ``line`` counts from 1."""

    file: str
    line: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def reason(self, lang: str) -> str:
        """The reason in words."""
        return REASONS[self.code][lang.startswith("en")].format(**self.params)

    def words(self, lang: str) -> str:
        """``file:line: reason``."""
        return f"{self.file}:{self.line}: {self.reason(lang)}"


class PackError(Exception):
    """A pack cannot be used; ``problems`` has every fault found, the attributes show the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.file = self.problems[0].file
        self.line = self.problems[0].line
        self.reason = self.problems[0].reason("en")
        super().__init__("\n".join(problem.words("en") for problem in self.problems))


class Fault(Exception):  # noqa: N818 - internal signal carrying a Problem, never seen outside packs
    """One value is wrong; caught by the nearest :meth:`Faults.attempt`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Faults:
    """Collects problems, so that one run names them all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Note a Fault of the block and go on behind it."""
        try:
            yield
        except Fault as fault:
            self.problems.append(fault.problem)

    def add(self, file: str, line: int, code: str, **params: object) -> None:
        """Note a problem that has no value of its own."""
        self.problems.append(Problem(file, line, code, params))
