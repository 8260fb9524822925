"""The programs that judge are for development: nothing of them is in a wheel, on a site or in the verifier."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standards.stage import ROOT

JAVASCRIPT = (
    "@digitalbazaar/vc",
    "@digitalbazaar/data-integrity",
    "@digitalbazaar/eddsa-rdfc-2022-cryptosuite",
    "@digitalbazaar/vc-bitstring-status-list",
    "@digitalcredentials/verifier-core",
)
PYTHON = ("openvc", "openbadgeslib", "pyld")
_IMPORT = re.compile(r"""(?:from|import|import\(|require\()\s*["']([^"']+)["']""")


def imported(text: str) -> set[str]:
    """The packages that a JavaScript or TypeScript module imports."""
    parts = (found.split("/") for found in _IMPORT.findall(text))
    return {"/".join(part[:2]) if part[0].startswith("@") else part[0] for part in parts}


def scripts() -> Iterator[Path]:
    """All that the verifier, the wheel and the site are made with."""
    for pattern in ("verifier/src/**/*.ts", "verifier/*.mjs", "verifier/tools/*.mjs", "tools/**/*.mjs"):
        yield from ROOT.glob(pattern)


def modules(*packages: str) -> Iterator[Path]:
    """The Python modules of these folders."""
    for package in packages:
        yield from (ROOT / package).rglob("*.py")


def test_no_script_imports_them() -> None:
    found = {path: imported(path.read_text("utf-8")) for path in scripts()}
    assert len(found) > 30
    assert {str(path): names & {*JAVASCRIPT} for path, names in found.items() if names & {*JAVASCRIPT}} == {}


@pytest.mark.parametrize(
    "line",
    [
        'import { verifyCredential } from "@digitalbazaar/vc";',
        "const vc = await import('@digitalbazaar/vc');",
        'import "@digitalbazaar/vc/lib/index.js";',
    ],
)
def test_an_import_would_be_seen(line: str) -> None:
    assert imported(line) == {"@digitalbazaar/vc"}
    assert imported(line.replace("/vc", "/vc-context")) == {"@digitalbazaar/vc-context"}


def test_they_are_installed_for_development_alone() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert {*JAVASCRIPT} <= package["devDependencies"].keys()
    assert not package.keys() & {"dependencies", "optionalDependencies", "peerDependencies"}


def test_no_module_imports_them() -> None:
    used: dict[str, str] = {}
    for path in modules("bukti", "site_builder", "tools"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [str(node.module)]
                used |= {name.partition(".")[0]: str(path) for name in names}
    assert "pyoxigraph" in used
    assert {name: used[name] for name in PYTHON if name in used} == {}


def test_the_wheel_does_not_ask_for_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = " ".join(project["dependencies"]).lower()
    locked = (ROOT / "requirements.txt").read_text("utf-8").lower()
    for name in PYTHON:
        assert name not in asked
        assert not re.search(rf"^{name}[a-z-]*==", locked, flags=re.MULTILINE)
        assert re.search(rf"^{name}[a-z-]*==", (ROOT / "requirements-dev.txt").read_text("utf-8"), flags=re.MULTILINE)
