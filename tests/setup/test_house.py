"""Who may import whom, and who may speak to the world: the rules of the house, read from the syntax trees.

The streams stay apart only as long as nobody takes a short cut; a short cut shows here by file and line.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Use:
    """A name that a module of ours imports or reaches for: ``name`` in full, ``late`` inside a function."""

    module: str
    name: str
    line: int
    late: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} uses {self.name}"


def sources(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Each module of ``packages`` as its dotted name and its tree."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "_generated" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def imports(module: str, tree: ast.Module) -> Iterator[Use]:
    """What ``tree`` imports at run time; imports for type checkers alone are no dependency."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)

    def walk(node: ast.AST, late: bool) -> Iterator[Use]:
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            return
        if isinstance(node, ast.Import):
            yield from (Use(module, alias.name, node.lineno, late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            yield from (Use(module, f"{node.module}.{alias.name}", node.lineno, late) for alias in node.names)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, late or isinstance(node, functions))

    return walk(tree, False)


def reached(module: str, tree: ast.Module) -> Iterator[Use]:
    """What is called, and dotted names that are read: ``print``, ``os.environ``, ``datetime.now``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield Use(module, ast.unparse(node), node.lineno, False)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield Use(module, node.func.id, node.lineno, False)


def within(name: str, *packages: str) -> bool:
    """Whether the dotted ``name`` is one of ``packages`` or stands in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


OURS = [use for name, tree in sources("bukti", "site_builder") for use in imports(name, tree)]
REACHED = [use for name, tree in sources("bukti", "site_builder") for use in reached(name, tree)]


def told(uses: list[Use]) -> str:
    return "\n".join(map(str, uses))


def test_the_rules_are_held_against_the_whole_house() -> None:
    """Else a moved folder would make every rule below pass."""
    modules = {use.module for use in OURS}
    assert len(modules) > 100
    for known in ("bukti.loading.yaml", "bukti.proof.keys", "bukti.cli.main", "site_builder.plan"):
        assert known in modules
    assert any(use.name == "yaml" and use.module == "bukti.loading.yaml" for use in OURS)


def test_the_library_does_not_know_the_site_builder() -> None:
    allowed = ("bukti.cli.build", "bukti.cli.serve", "bukti.cli.demo")
    found = [use for use in OURS if within(use.module, "bukti") and within(use.name, "site_builder")]
    assert {use.module for use in found} == set(allowed)
    assert [use for use in found if not use.late] == [], "only inside functions: --help must not load the site"


@pytest.mark.parametrize(
    ("library", "owner"),
    [
        ("yaml", "bukti.loading"),
        ("cryptography", "bukti.proof"),
        ("nacl", "bukti.proof"),
        ("pyoxigraph", "bukti.proof"),
        ("rfc8785", "bukti.proof"),
        ("getpass", "bukti.cli"),
        ("argparse", "bukti.cli"),
        ("rich", "bukti.cli"),
        ("mkdocs", "site_builder"),
    ],
)
def test_a_library_has_one_owner(library: str, owner: str) -> None:
    users = [use for use in OURS if within(use.name, library)]
    assert users, f"{library} is used nowhere: take it out of this list"
    assert [use for use in users if not within(use.module, owner)] == []


ALLOWED = {
    "bukti.errors": (),
    "bukti.instant": (),
    "bukti.codes": (),
    "bukti.cells": (),
    "bukti.specification": ("bukti.errors",),
    "bukti.did": (),
    "bukti.files": ("bukti.errors",),
    "bukti.model": ("bukti.specification", "bukti.errors"),
    "bukti.loading": ("bukti.model", "bukti.errors", "bukti.specification"),
    "bukti.policy": ("bukti.model", "bukti.errors", "bukti.specification", "bukti.templates", "bukti.did"),
    "bukti.proof": ("bukti.model", "bukti.errors", "bukti.specification", "bukti.did", "bukti.files", "bukti.instant"),
    "bukti.templates": ("bukti.model", "bukti.errors", "bukti.did", "bukti.proof", "bukti.verification.shape"),
    "bukti.card": ("bukti.model", "bukti.proof", "bukti.templates"),
    "bukti.register": (
        "bukti.model", "bukti.errors", "bukti.specification", "bukti.did", "bukti.proof", "bukti.templates",
        "bukti.instant",
    ),
    "bukti.verification": (
        "bukti.model", "bukti.errors", "bukti.specification", "bukti.did", "bukti.proof", "bukti.templates",
        "bukti.card", "bukti.codes", "bukti.register", "bukti.instant",
    ),
    "bukti.scaffold": ("bukti.model", "bukti.errors", "bukti.files", "bukti.loading"),
    "bukti.importing": ("bukti.model", "bukti.errors", "bukti.files", "bukti.loading"),
    "bukti.issuing": (
        "bukti.model", "bukti.errors", "bukti.files", "bukti.loading", "bukti.did", "bukti.proof", "bukti.templates",
        "bukti.card", "bukti.register", "bukti.instant", "bukti.cells",
    ),
    "bukti.lifecycle": (
        "bukti.model", "bukti.errors", "bukti.files", "bukti.loading", "bukti.did", "bukti.proof", "bukti.templates",
        "bukti.card", "bukti.register", "bukti.instant", "bukti.issuing", "bukti.specification",
        "bukti.cells",
    ),
    "bukti.trust": (
        "bukti.model", "bukti.errors", "bukti.files", "bukti.loading", "bukti.did", "bukti.proof", "bukti.templates",
        "bukti.card", "bukti.register", "bukti.instant", "bukti.issuing", "bukti.lifecycle", "bukti.specification",
        "bukti.cells",
    ),
    "bukti.demo": ("bukti.model", "bukti.errors", "bukti.files", "bukti.loading", "bukti.proof"),
    "site_builder": (
        "bukti.model", "bukti.errors", "bukti.files", "bukti.loading", "bukti.policy", "bukti.register", "bukti.did",
        "bukti.templates", "bukti.proof.jcs", "bukti.specification", "bukti.instant",
        "bukti.cells",
    ),
}  # fmt: skip
"""For each part the parts that it may import, itself aside. The site builder computes, it never signs."""


@pytest.mark.parametrize("part", ALLOWED)
def test_a_part_imports_only_what_lies_below_it(part: str) -> None:
    inside = [use for use in OURS if within(use.module, part) and within(use.name, "bukti", "site_builder")]
    assert [use for use in inside if not within(use.name, part, *ALLOWED[part])] == []


def test_every_part_of_the_house_has_its_rule() -> None:
    parts = {".".join(name.split(".")[:2]) for name, _ in sources("bukti")} - {"bukti", "bukti.cli"}
    assert parts == set(ALLOWED) - {"site_builder"}


SPEAKS = ("print", "input", "sys.stdin", "sys.stdout", "sys.stderr", "sys.argv", "sys.exit", "os._exit", "exit", "quit")
ASKS_THE_MACHINE = ("os.environ", "os.getenv", "os.putenv", "os.getcwd", "Path.cwd", "Path.home", "locale.getlocale")
MACHINE_OWNERS = {
    "bukti.loading.git": "takes git's own settings out of what git inherits",
    "site_builder.plugin": "mkdocs is a command line of its own; it tells no folder when it has no file",
}


def test_only_the_command_line_speaks_asks_and_exits() -> None:
    found = [use for use in REACHED if within(use.name, *SPEAKS) and not within(use.module, "bukti.cli")]
    assert found == [], told(found)


def test_only_the_command_line_asks_the_machine() -> None:
    asked = [use for use in REACHED if within(use.name, *ASKS_THE_MACHINE) and not within(use.module, "bukti.cli")]
    found = [use for use in asked if use.module not in MACHINE_OWNERS]
    assert found == [], told(found)
    assert {use.module for use in asked} >= set(MACHINE_OWNERS), "an exception that is no longer needed"


CLOCKS = (
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
)
CHANCE = ("uuid.uuid4", "uuid.uuid1", "random.random", "random.choice", "random.SystemRandom", "os.urandom", "secrets")
CHANCE_OWNERS = {
    "bukti.files": "names of temporary files",
    "bukti.scaffold": "ids of new records",
    "bukti.proof.keys": "new secret keys",
}


def test_the_clock_is_an_argument() -> None:
    found = [use for use in REACHED if within(use.name, *CLOCKS) and not within(use.module, "bukti.cli")]
    assert found == [], told(found)


def test_chance_is_an_argument_but_where_nothing_can_follow_from_it() -> None:
    found = [use for use in REACHED if within(use.name, *CHANCE) and not within(use.module, "bukti.cli")]
    assert [use for use in found if use.module not in CHANCE_OWNERS] == []


def test_no_module_reaches_for_the_network() -> None:
    """A verifier may ask the one site that it was given; the server listens. Nobody else."""
    networks = ("socket", "http", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib")
    found = {use.module for use in OURS if within(use.name, *networks)}
    assert found == {"bukti.verification.site_source", "site_builder.server"}


@pytest.mark.parametrize("package", ["bukti", "site_builder"])
def test_nothing_is_caught_blindly(package: str) -> None:
    blind = [
        f"{name}:{node.lineno}"
        for name, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert blind == []


@pytest.mark.parametrize("package", ["bukti", "site_builder"])
def test_functions_are_short(package: str) -> None:
    """At most 50 lines with their signatures: what is longer does two things."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    sizes = {
        f"{name}.{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, functions)
    }
    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert sum(size <= 20 for size in sizes.values()) > 0.8 * len(sizes)
