"""Make the test vectors of ``spec/vectors/``: the same bytes each time.

python -m tools.make_vectors           writes them
python -m tools.make_vectors --check   says which files differ, and exits 1 when any does
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bukti.verification import AtHand, Result, read_at_hand, verify_text  # noqa: E402
from bukti.verification.site_source import SiteSource  # noqa: E402
from tools.vectors import (  # noqa: E402
    cases_card,
    cases_containers,
    cases_data,
    cases_dates,
    cases_good,
    cases_outside,
    cases_outside_state,
    cases_proof,
    cases_register,
    cases_shape,
    cases_site,
    cases_states,
    cases_trust,
    searching,
    site,
    stages,
)
from tools.vectors.case import Vector  # noqa: E402

FOLDER = ROOT / "spec" / "vectors"
KEPT = "README.md"
MODULES = (
    cases_good,
    cases_shape,
    cases_trust,
    cases_proof,
    cases_register,
    cases_data,
    cases_site,
    cases_card,
    cases_dates,
    cases_states,
    cases_outside,
    cases_outside_state,
    cases_containers,
)


def verification_vectors() -> Iterator[Vector]:
    """All vectors of ``verify/``."""
    for module in MODULES:
        yield from module.vectors()


def made() -> dict[str, str]:
    """Every file below ``spec/vectors/`` but the README: path to text. Raises AssertionError when a
    vector does not come out as it states."""
    published = site.site()
    files = {f"site/{path}": text for path, text in published.items()}
    for vector in verification_vectors():
        path = f"verify/{vector.name}.json"
        if path in files:
            raise AssertionError(f"two vectors are called {vector.name}")
        files[path] = _text(_document(vector, published))
    files |= {f"stages/{name}": _text(document) for name, document in stages.documents().items()}
    files["search/words.json"] = _text(searching.vector())
    return dict(sorted(files.items()))


def source_of(vector: Vector, published: dict[str, str]) -> SiteSource:
    """The site of a vector."""
    files: dict[str, str | None] = {**published, **vector.files}

    def fetch(path: str) -> bytes | None:
        text = files.get(path)
        return None if text is None else text.encode()

    return SiteSource(fetch)


def _document(vector: Vector, published: dict[str, str]) -> dict[str, Any]:
    now = datetime.fromisoformat(vector.at)
    read = [read_at_hand(text.encode()) for text in vector.at_hand]
    at_hand = AtHand(tuple(document for document in read if document is not None))
    results = verify_text(vector.input_bytes(), source_of(vector, published), now, vector.name, at_hand)
    _agree(vector, results[0])
    return {
        "name": vector.name,
        "why": vector.why,
        "clause": vector.clause,
        **vector.input_member(),
        "at": vector.at,
        "site": "site",
        **({"files": dict(vector.files)} if vector.files else {}),
        **({"at_hand": list(vector.at_hand)} if vector.at_hand else {}),
        "expect": _expected(results[0]),
        **({"expect_more": [_expected(result) for result in results[1:]]} if len(results) > 1 else {}),
    }


def _agree(vector: Vector, result: Result) -> None:
    """The verifier has to find what the vector's author stated by hand."""
    found = (result.leading.check, result.leading.code) if result.leading else None
    if (result.verdict, found) != (vector.verdict, vector.must_fail):
        raise AssertionError(
            f"{vector.name}: {vector.verdict} {vector.must_fail} is stated, {result.verdict} {found} found: "
            f"{[(one.check.value, one.code.value) for one in result.checks]}"
        )
    codes = {one.check.value: one.code.value for one in result.checks}
    if any(codes[check] != code for check, code in vector.found.items()):
        raise AssertionError(f"{vector.name}: {dict(vector.found)} is stated, {codes} found")


def _expected(result: Result) -> dict[str, Any]:
    return {
        "verdict": str(result.verdict),
        "must_fail": str(result.leading.check) if result.leading else None,
        "checks": {str(one.check): [str(one.code), str(one.state)] for one in result.checks},
        "details": {str(one.check): one.detail for one in result.checks},
    }


def _text(document: object) -> str:
    return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def differences(files: dict[str, str]) -> list[str]:
    """The paths below ``spec/vectors/`` that are absent, changed or too many."""
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()} - {KEPT}
    changed = {path for path in there & files.keys() if (FOLDER / path).read_bytes() != files[path].encode()}
    return sorted(changed | (there ^ files.keys()))


def write(files: dict[str, str]) -> None:
    """Bring ``spec/vectors/`` to ``files``; what is not among them is removed."""
    for path in differences(files):
        target = FOLDER / path
        if path not in files:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files[path].encode())


def main() -> int:
    """Write, or check with ``--check``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 when a file is out of date")
    check = parser.parse_args().check
    files = made()
    wrong = differences(files)
    if not check:
        write(files)
    for path in wrong:
        print(f"{'out of date' if check else 'written'}: spec/vectors/{path}")
    print(f"{len(files)} files, {sum(path.startswith('verify/') for path in files)} of them verification vectors")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
