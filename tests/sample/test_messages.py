"""The verify page's words: complete and alike in every language."""

import json
import re
from pathlib import Path

import pytest

SPEC = Path(__file__).parents[2] / "spec"
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
SHORT = {"kind.json"}
"""Messages that may be the same in all languages."""


def messages(language: str) -> dict[str, str]:
    pairs = json.loads((SPEC / "messages" / f"{language}.json").read_text(encoding="utf-8"), object_pairs_hook=list)
    assert len(pairs) == len({key for key, _ in pairs}), f"{language}.json has a key twice"
    return dict(pairs)


def placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


@pytest.mark.parametrize("language", ["ms", "ar"])
def test_the_keys_are_those_of_the_english_file_in_its_order(language: str) -> None:
    assert list(messages(language)) == list(messages("en"))


@pytest.mark.parametrize("language", ["ms", "ar"])
def test_each_message_fills_in_the_same_names(language: str) -> None:
    english, other = messages("en"), messages(language)
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", ["ms", "ar"])
def test_each_message_is_translated_and_clean(language: str) -> None:
    english = messages("en")
    for key, text in messages(language).items():
        assert text
        assert text == text.strip(), key
        if key not in SHORT and key not in {"status.label", "check.state"}:
            assert text != english[key], f"{key} is not translated"


def test_every_code_verdict_check_state_and_reason_has_words() -> None:
    codes = json.loads((SPEC / "codes.json").read_text(encoding="utf-8"))
    reasons = json.loads((SPEC / "reasons.json").read_text(encoding="utf-8"))["reasons"]
    wanted = [f"code.{entry['code']}" for entry in codes["codes"]]
    wanted += [f"verdict.{word}.{part}" for word in codes["verdicts"] for part in ("title", "sentence", "next")]
    wanted += [f"check.{name}" for name in codes["checks"]] + [f"state.{name}" for name in codes["states"]]
    wanted += [f"reason.{entry['code']}" for entry in reasons]
    assert [key for key in wanted if key not in messages("en")] == []
