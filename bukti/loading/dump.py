"""The one writer of YAML records: stable order, one spelling, nothing that a YAML parser could misread."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from bukti.loading.paths import member_names, record_path, schema_name

_WIDTH = 100
_PLAIN = re.compile(r"[^\W_][^\n]*|[/(][^\n]*")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_RESOLVER: Any = yaml.resolver.Resolver()


def dump_record(json_form: Mapping[str, Any]) -> str:
    """A record's JSON form as the text of its file; reading it again gives the same JSON form.

    Members stand in the order of the record's model, those of members as they come. The first line names
    the JSON Schema for editors, relative to where the record's path is (REC-2).
    """
    head = []
    schema, path = schema_name(json_form), record_path(json_form)
    if schema and path:
        up = "../" * path.count("/")
        head.append(f"# yaml-language-server: $schema={up}spec/schemas/{schema}.schema.json")
    order = {name: at for at, name in enumerate(member_names(json_form))}
    ordered = sorted(json_form.items(), key=lambda member: order.get(member[0], len(order)))
    return "\n".join([*head, *_mapping(dict(ordered), 0)]) + "\n"


def _mapping(value: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, member in value.items():
        yield from _entry(f"{' ' * indent}{_quoted(key)}:", member, indent)


def _entry(head: str, value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield head
        yield from _mapping(value, indent + 2)
    elif isinstance(value, (list, tuple)) and value:
        yield head
        yield from _list(value, indent + 2)
    elif isinstance(value, str) and (block := _block(value, indent + 2)):
        yield f"{head} {block[0]}"
        yield from block[1:]
    else:
        yield f"{head} {_scalar(value)}"


def _list(values: list[Any] | tuple[Any, ...], indent: int) -> Iterator[str]:
    dash = " " * indent + "-"
    for value in values:
        if isinstance(value, Mapping) and value:
            first, *rest = _mapping(value, indent + 2)
            yield f"{dash} {first.lstrip(' ')}"
            yield from rest
        elif isinstance(value, (list, tuple)) and value:
            yield dash
            yield from _list(value, indent + 2)
        else:
            yield from _entry(dash, value, indent)


def _block(text: str, indent: int) -> list[str]:
    """Lines of a block scalar, the indicator first; empty where the text has to be a quoted scalar."""
    pad = " " * indent
    if _UNPRINTABLE.search(text) or re.search(r"[\x00-\x09\x0b-\x1f]", text):
        return []
    if "\n" in text:
        body, ends = text.removesuffix("\n"), text.endswith("\n")
        if not body or body.startswith((" ", "\n")) or body.endswith("\n") or re.search(r"^ +$", body, re.MULTILINE):
            return []
        lines = [pad + line if line else "" for line in body.split("\n")]
        return ["|" if ends else "|-", *lines]
    if len(text) + indent <= _WIDTH or text != " ".join(text.split(" ")) or not all(text.split(" ")):
        return []
    return [">-", *(pad + line for line in _folded(text.split(" "), _WIDTH - indent))]


def _folded(words: list[str], width: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, (list, tuple)):
        return "[]"
    raise TypeError(f"a record holds no {type(value).__name__}")


def _quoted(text: str) -> str:
    if _is_plain(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04X}", quoted)


def _is_plain(text: str) -> bool:
    """Whether every YAML parser, of version 1.1 or 1.2, reads the bare text as this very string."""
    return (
        bool(_PLAIN.fullmatch(text))
        and text == text.strip()
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and not re.search(r"[\x00-\x1f]", text)
        and not _UNPRINTABLE.search(text)
        and text not in ("y", "n", "Y", "N")
        and not _NUMBER.fullmatch(text)
        and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    )
