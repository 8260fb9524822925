"""What is generated from models and spec is committed as it is generated, and fits what it describes."""

import json
from pathlib import Path

import jsonschema
import pytest

from bukti.loading.paths import KINDS
from tests.attacks import miniature as mini
from tools import generate

ROOT = Path(__file__).resolve().parents[2]


def test_generated_files_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"]) == 0, capsys.readouterr().out


def schema(name: str) -> dict[str, object]:
    return dict(json.loads((ROOT / f"spec/schemas/{name}.schema.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", [kind.name for kind in KINDS if kind.model is not None])
def test_each_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("definition", mini.DEFINITION),
        ("offer", mini.OFFER_FORM),
        ("provider", mini.provider(mini.UNI, "Universiti Contoh")),
        ("framework", mini.FRAMEWORK),
        ("batch", mini.batch([mini.digest(1)], "0" * 64)),
        ("provider-act", mini.admission(mini.UNI, "admit001")),
    ],
)
def test_schemas_take_good_records_and_refuse_unknown_members(name: str, form: dict[str, object]) -> None:
    validator = jsonschema.Draft202012Validator(schema(name))
    assert list(validator.iter_errors(form)) == []
    assert list(validator.iter_errors(form | {"price": 1})) != []
    assert list(validator.iter_errors(form | {"schema": "other/v1"})) != []
