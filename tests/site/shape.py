"""The shape of ``/api/v1`` as its schemas state it, held in ``api_shape.txt``: a line for each member, with its type.

python -m tests.site.shape    shows which members came since, and writes them down; nothing may go or change
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HELD = Path(__file__).with_name("api_shape.txt")
OPTIONAL = " (optional)"
Schema = Mapping[str, Any]
Shape = dict[str, str]
"""Types by path, such as ``index mcs[].title`` → ``map<string>``."""


def read_schemas() -> dict[str, dict[str, Any]]:
    """The published schemas by name."""
    files = sorted((ROOT / "spec/api/v1").glob("*.schema.json"))
    return {path.name.removesuffix(".schema.json"): json.loads(path.read_bytes()) for path in files}


def shape_of(schemas: Mapping[str, Schema]) -> Shape:
    """The shape of all of them; a schema that another one names stands in its own lines."""
    return {f"{name} {path}": kind for name, schema in schemas.items() for path, kind in _members(schema, schema, "")}


def held() -> Shape:
    """The shape that readers were promised."""
    return parse(HELD.read_text(encoding="utf-8"))


def parse(text: str) -> Shape:
    """What :func:`written` wrote."""
    return dict(line.split(": ", 1) for line in text.splitlines())


def written(shape: Shape) -> str:
    """A shape as text, one line a member."""
    return "".join(f"{path}: {kind}\n" for path, kind in sorted(shape.items()))


def broken(promised: Shape, now: Shape) -> list[str]:
    """What a reader of ``promised`` would miss in ``now``: members gone, of another type, or no longer certain."""
    found = []
    for path, kind in promised.items():
        if path not in now:
            found.append(f"{path}: {kind} is gone")
        elif now[path] not in (kind, kind.removesuffix(OPTIONAL)):
            found.append(f"{path}: {kind} became {now[path]}")
    return found


def came(promised: Shape, now: Shape) -> list[str]:
    """What is there and not promised yet."""
    return [f"{path}: {kind}" for path, kind in now.items() if promised.get(path) != kind]


def _members(schema: Schema, root: Schema, path: str) -> Iterator[tuple[str, str]]:
    """The members at and below ``path``."""
    for part in _parts(schema, root):
        required = part.get("required", ())
        for name, member in part.get("properties", {}).items():
            inner = f"{path}.{name}" if path else name
            yield inner, _kind(member, root) + ("" if name in required else OPTIONAL)
            yield from _members(member, root, inner)
        if "items" in part:
            yield from _members(part["items"], root, f"{path}[]")
        if isinstance(part.get("additionalProperties"), dict):
            yield from _members(part["additionalProperties"], root, f"{path}{{}}")


def _parts(schema: Schema, root: Schema) -> Iterator[Schema]:
    """A schema and what it is put together from, but for other files."""
    reference = schema.get("$ref", "")
    if reference.startswith("#/$defs/"):
        yield from _parts(root["$defs"][reference.removeprefix("#/$defs/")], root)
    elif reference:
        yield {"type": f"<{reference.removesuffix('.schema.json')}>"}
    for name in ("allOf", "anyOf", "oneOf"):
        for one in schema.get(name, ()):
            yield from _parts(one, root)
    yield {key: value for key, value in schema.items() if key not in ("$ref", "allOf", "anyOf", "oneOf")}


def _kind(schema: Schema, root: Schema) -> str:
    kinds = [kind for part in _parts(schema, root) for kind in _kinds(part, root)]
    return "|".join(sorted(set(kinds), key=kinds.index))


def _kinds(part: Schema, root: Schema) -> Iterator[str]:
    types = part.get("type", ())
    for kind in [types] if isinstance(types, str) else types:
        if kind == "array":
            yield f"list<{_kind(part['items'], root)}>"
        elif kind == "object" and isinstance(part.get("additionalProperties"), dict):
            yield f"map<{_kind(part['additionalProperties'], root)}>"
        else:
            yield json.dumps(part["const"]) if kind == "string" and "const" in part else kind


def main() -> int:
    """Write down what came; 1 where something would break."""
    promised, now = held() if HELD.is_file() else {}, shape_of(read_schemas())
    for line in broken(promised, now):
        sys.stdout.write(f"broken: {line}\n")
    if broken(promised, now):
        sys.stdout.write("within v1 nothing is taken away or changed: keep the member, or begin /api/v2\n")
        return 1
    for line in came(promised, now):
        sys.stdout.write(f"new: {line}\n")
    HELD.write_text(written(now), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
