"""Guards on the shape of the code: sizes, clock, commits, imports, randomness, words."""

import ast
import re
from collections import Counter

from tests.architecture.tree import called, functions, modules, name, templates, tree

MAX_FILE, MAX_FUNCTION, MAX_ROUTE = 300, 40, 20
WORD_LISTS = ("reportdesk/web/labels", "reportdesk/packs/data/", "reportdesk/vault/words/")
ROUTE_DECORATORS = {"route", "get", "post"}
CLOCK = "reportdesk/runtime.py"
CLOCK_CALLS = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns"}
COMMITS = "reportdesk/storage/db.py"
VAGUE = {"utils", "util", "helpers", "common", "misc"}
RANDOM_ALLOWED = {"reportdesk/storage/db.py"}  # back-off between retries
PEOPLE = (
    "reportdesk/web/",
    "reportdesk/mail/",
    "reportdesk/letters/",
    "reportdesk/cli/",
    "reportdesk/packs/",
    "config.py",
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
CALLED_BY_OTHERS = {
    *("process_bind_param", "process_result_value"),  # SQLAlchemy
    *("log_exception", "open_session", "should_set_cookie", "_get_file_stream"),  # Flask
    "process_formdata",  # WTForms
    *("get_translations", "Meta"),  # flask-babel, WTForms
    *("__bool__", "__iter__", "__len__"),  # Python
    *("readinto", "seekable", "writable"),  # Python's streams
}
CHINESE_DATA = {
    **{
        f"reportdesk/domain/identity/{part}.py": "the patterns it looks for"
        for part in (
            "kinds",
            "numbers",
            "times",
            "places",
            "names",
            "signs",
            "surnames",
            "together",
            "search",
        )
    },
    "reportdesk/domain/betraying.py": "the words it looks for",
    "reportdesk/domain/days_named.py": "how a day is written",
    "reportdesk/domain/school_names.py": "how school names are written",
    "reportdesk/services/register.py": "column names of the ministry's workbook",
}


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_route(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(decorator, ast.Call) and called(decorator) in ROUTE_DECORATORS
        for decorator in node.decorator_list
    )


def test_no_file_outgrows_three_hundred_lines() -> None:
    long = {
        name(path): count
        for path in modules()
        if not name(path).startswith(WORD_LISTS)
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE
    }
    assert not long, f"Split by concept, one idea a file (word lists are exempt): {long}"


def test_no_function_outgrows_forty_lines() -> None:
    long = {
        f"{name(path)}:{node.lineno} {node.name}": lines(node)
        for path in modules()
        for node in functions(path)
        if lines(node) > MAX_FUNCTION
    }
    assert not long, f"Take a step out and give it a name: {long}"


def test_a_route_only_parses_calls_one_use_case_and_answers() -> None:
    long = {}
    for path in modules():
        if not name(path).startswith("reportdesk/web/"):
            continue
        for node in filter(is_route, functions(path)):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            count = (body[-1].end_lineno or 0) - body[0].lineno + 1
            if count > MAX_ROUTE:
                long[f"{name(path)}:{node.lineno} {node.name}"] = count
    assert not long, f"Move reading to the form, deciding to a use case or a rule: {long}"


def test_only_the_runtime_reads_the_clock() -> None:
    found = [
        f"{name(path)}:{node.lineno} {ast.unparse(node)}"
        for path in modules()
        if name(path) != CLOCK
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (called(node) in CLOCK_CALLS or ast.unparse(node.func) == "time.time")
    ]
    assert not found, f"Take the instant from tx.now, tx.today or runtime.clock(): {found}"


def test_only_the_database_module_commits() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if name(path) != COMMITS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) == "commit"
    ]
    assert not found, f"Let runtime.write() open and end the transaction: {found}"


def test_imports_stand_at_the_top() -> None:
    found = [
        f"{name(path)}:{inner.lineno}"
        for path in modules()
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not found, f"A deferred import hides a cycle; move the shared part down a layer: {found}"


def test_secrets_are_never_drawn_from_the_random_module() -> None:
    found = [
        name(path)
        for path in modules()
        if name(path) not in RANDOM_ALLOWED
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Import) and any(part.name == "random" for part in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "random")
    ]
    assert not found, f"Use secrets, or storage.columns.new_id() for ids: {found}"


def test_no_module_has_a_name_that_means_anything() -> None:
    found = [name(path) for path in modules() if VAGUE & set(path.with_suffix("").parts)]
    assert not found, f"Name the module after the concept it holds: {found}"


def test_words_for_people_stand_only_where_people_are_spoken_to() -> None:
    found = []
    for path in modules():
        if name(path).startswith(PEOPLE) or name(path) in CHINESE_DATA:
            continue
        documentation = {
            id(node.value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        found += [
            f"{name(path)}:{node.lineno} {node.value[:20]}"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
            and CHINESE.search(node.value)
        ]
    assert not found, (
        "Return a code and parameters; put the words into templates/, web/labels, mail/, letters/, "
        f"cli/ or a pack: {found}"
    )


def test_every_exception_to_a_check_gives_its_reason() -> None:
    mark = re.compile(r"#\s*(noqa|type:\s*ignore|nosec|pragma)\b(?P<rest>.*)")
    found = [
        f"{name(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := mark.search(line)) and not re.search(r"(-|#|;)\s+\w", hit["rest"])
    ]
    assert not found, f"Write why after it, such as `# noqa: S311 -- jitter, not a secret`: {found}"


def test_nothing_is_written_for_tests_alone() -> None:
    """A function or class whose name stands nowhere else in the product is dead."""
    written = [path.read_text(encoding="utf-8") for path in (*modules(), *templates())]
    uses = Counter(word for text in written for word in re.findall(r"[A-Za-z_]\w+", text))
    found = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and uses[node.name] == 1
        and not node.decorator_list
        and not node.name.startswith(("__", "validate_"))  # Python and WTForms call these
        and node.name not in CALLED_BY_OTHERS
    ]
    assert not found, f"Use it or remove it, its tests included: {found}"
