"""Every class that the styles speak of is made by a template, by the builder or by a script."""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "site_builder"
MAKERS = ("templates/**/*.html", "theme/**/*.html", "*.py", "scripts/*.ts", "scripts/*/*.ts")
PREFIX = re.compile(r"(.*(?:--|__|key-))[a-z0-9_-]+")


def test_no_style_is_for_nothing() -> None:
    styles = "".join(path.read_text("utf-8") for path in FOLDER.glob("styles/*.css"))
    made = "".join(path.read_text("utf-8") for pattern in MAKERS for path in sorted(FOLDER.glob(pattern)))
    unknown = {one for one in re.findall(r"\.(bk-[\w-]+)", styles) if not _made(one, made)}
    assert unknown == set()


def _made(name: str, made: str) -> bool:
    """Whether the class stands there, or the part of it before a value: ``bk-tag--{{ kind }}``."""
    begun = PREFIX.fullmatch(name)
    return name in made or bool(begun and re.search(re.escape(begun[1]) + r"""(?:['"{$] ?|\{\{)""", made))


def test_a_class_of_nothing_is_told() -> None:
    made = """<b class="bk-tag{{ ' bk-tag--' ~ kind }}"><i class="bk-bar__{{ name }}">"""
    assert _made("bk-tag--new", made)
    assert _made("bk-bar__any", made)
    assert not _made("bk-bar--any", made)
    assert not _made("bk-card", made)
