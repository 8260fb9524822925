"""How many credentials a second are signed on one core: the template signer against the general one.

Run from the root of the repository: ``python -m benchmarks.issue_proof [COUNT]``. CPU time, one process.
"""

import sys
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from bukti.proof.credentials import TemplateSigner, sign_credential
from bukti.proof.jcs import canonical, registry_hash
from tests.keys import demo_key
from tests.proof.documents import HOLES, METHOD, TEMPLATE, filled

CREATED = "2026-11-01T00:00:00Z"
Signer = Callable[[dict[str, Any]], dict[str, Any]]


def rate(sign: Signer, documents: Sequence[dict[str, Any]]) -> float:
    start = time.process_time()
    for document in documents:
        sign(document)
    return len(documents) / (time.process_time() - start)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    key = demo_key("universiti-contoh/key-1")
    signer = TemplateSigner(TEMPLATE, HOLES, key, METHOD)
    documents = [filled(str(uuid.uuid4()), number, f"Learner {number}") for number in range(count)]

    def general(document: dict[str, Any]) -> dict[str, Any]:
        return sign_credential(document, key, METHOD, CREATED)

    def with_hash_and_file(document: dict[str, Any]) -> dict[str, Any]:
        signed = signer.sign(document)
        registry_hash(signed)
        canonical(signed)
        return signed

    sample = documents[: max(count // 10, 1)]
    assert [signer.sign(one) for one in sample] == [general(one) for one in sample]
    print(f"template signer:               {rate(signer.sign, documents):8,.0f} a second")
    print(f"with registry hash and file:   {rate(with_hash_and_file, documents):8,.0f} a second")
    print(f"general signer:                {rate(general, sample):8,.0f} a second")


if __name__ == "__main__":
    main()
