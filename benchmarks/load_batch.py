"""What loading a batch of 100,000 hashes costs, as ratios to one ``bytes.fromhex`` of the same hex text.

Run from the root of the repository: ``python -m benchmarks.load_batch [HASHES]``.

Ratios, not times: other work may share the machine. The median of 15 rounds of CPU time is compared.
"""

import hashlib
import os
import statistics
import sys
import time
from collections.abc import Callable

from bukti.loading import hashblock, parse_record
from bukti.loading.records import blob_id
from bukti.loading.yaml import BLOCK_LIMITS, load_yaml
from bukti.model import Batch

HEAD = """schema: batch/v1
batch: 2026-11-01-k3j9x2ab
registry: https://bukti.example
provider: universiti-contoh
mc: data-analytics
version: 1
templates:
  - {digest}
key: k1
issued_on: "2026-11-01"
status:
  list: l1
  from: 0
  to: {to}
count: {count}
root: {digest}
proof:
  - type: DataIntegrityProof
    cryptosuite: eddsa-jcs-2022
    created: "2026-11-01T00:00:00Z"
    verificationMethod: did:web:bukti.example:issuers:universiti-contoh#k1
    proofPurpose: assertionMethod
    proofValue: z{proof}
hashes: |
"""


def median_of(work: Callable[[], object], rounds: int = 15) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    run = b"".join(sorted(os.urandom(32) for _ in range(count)))
    text = run.hex("\n", 32) + "\n"
    body = "".join(f"  {line}\n" for line in text.splitlines()).encode()
    head = HEAD.format(digest=hashlib.sha256(run).hexdigest(), to=4 * count, count=count, proof="2" * 86)
    data = head.encode() + body
    located, faults = parse_record(Batch, data, "credentials/universiti-contoh/2026/2026-11-01-k3j9x2ab.yaml")
    assert located is not None
    assert not faults
    assert located.record.digests == run
    base = median_of(lambda: bytes.fromhex(text))
    print(f"{count:,} hashes; bytes.fromhex of the text: 1 ({base * 1000:.2f} ms)")
    for name, work in (
        ("block checked and decoded", lambda: hashblock.decode(body)),
        ("block cut out of the file and decoded", lambda: hashblock.split(data)),
        ("whole record", lambda: parse_record(Batch, data, "x.yaml")),
        ("of which the file's git object id", lambda: blob_id(data)),
        ("the same file by the strict loader alone", lambda: load_yaml(data, "x.yaml", BLOCK_LIMITS)),
    ):
        print(f"{name:<42} {median_of(work) / base:6.2f}")


if __name__ == "__main__":
    main()
