"""What is issued is Open Badges 3.0 by the official JSON schema, and each learner's file has its one form."""

import json

import jsonschema
import pytest
import rfc8785

from tests.e2e.conftest import Published
from tests.public_data import need
from tests.standards.judges import SCHEMA


@pytest.fixture(scope="module")
def schema() -> jsonschema.protocols.Validator:
    document = json.loads(need(SCHEMA, "the official schema").read_bytes())
    return jsonschema.validators.validator_for(document)(document)


def test_every_credential_fits_the_official_schema(
    published: Published, schema: jsonschema.protocols.Validator
) -> None:
    for learner in published.links:
        credential = json.loads((published.out / learner["json"]).read_bytes())
        assert [fault.message for fault in schema.iter_errors(credential)] == []


def test_the_schema_would_tell_a_fault(published: Published, schema: jsonschema.protocols.Validator) -> None:
    credential = json.loads((published.out / published.links[0]["json"]).read_bytes())
    credential["proof"] = credential["proof"][0]
    assert list(schema.iter_errors(credential)) != []


def test_a_learners_file_is_canonical_json_and_one_line_end(published: Published) -> None:
    for learner in published.links:
        data = (published.out / learner["json"]).read_bytes()
        assert data == rfc8785.dumps(json.loads(data)) + b"\n"


def test_no_name_stands_in_the_repository_or_on_the_site(published: Published) -> None:
    """Names of eight characters and more; shorter ones occur in ordinary words."""
    names = {learner["name"] for learner in published.links if len(learner["name"]) >= 8}
    assert len(names) > 400
    for root in (published.repo / "credentials", published.repo / "public_keys", published.site):
        for path in root.rglob("*"):
            if path.is_file() and path.suffix in {".json", ".yaml", ".html", ".xml", ".csv", ".txt"}:
                text = path.read_text(encoding="utf-8")
                assert not [name for name in names if name in text], path
