"""What one verification transfers, for every pair of group and shard of a register of any size.

Run from the root of the repository: ``python -m benchmarks.lookup_transfer [MCS CREDENTIALS [DATA]]``; 5,000 and
1,000,000 without arguments. DATA is the folder of public catalogues that texts are taken from. Sizes are gzip, level
6, as static hosts send them; each answer's headers come on top.
"""

import gzip
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_register import Size, made_site
from site_builder import facts
from site_builder.encoding import json_bytes
from site_builder.load import load_site
from site_builder.lookup import ROW, Group, Lookup, build_lookup, keys_document, shard_document, templates_document
from site_builder.site import Site

DATA = Path("../shared/data")
PUBLISHED = {"commit": "0" * 40, "published_at": "2026-11-23T03:00:00Z"}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A group and one of its shards: what is asked for together, and who is hidden behind it."""

    keys: int
    published: int
    templates: int
    shard: int
    mcs: int
    credentials: int

    @property
    def total(self) -> int:
        """The bytes of all four answers."""
        return self.keys + self.published + self.templates + self.shard


def transferred(document: object) -> int:
    """The bytes of a data file on its way."""
    return len(gzip.compress(json_bytes(document), 6, mtime=0))


def pairs(site: Site, lookup: Lookup) -> Iterator[Pair]:
    """Every pair of the register."""
    keys, published = transferred(keys_document(site.register, lookup)), transferred(PUBLISHED)
    for group in lookup.groups:
        templates, mcs = transferred(templates_document(site.register, lookup, group)), mcs_of(group)
        for shard, rows in enumerate(group.shards):
            yield Pair(
                keys=keys,
                published=published,
                templates=templates,
                shard=transferred(shard_document(site.register, lookup, group, shard)),
                mcs=mcs,
                credentials=len(rows) // ROW,
            )


def mcs_of(group: Group) -> int:
    """How many micro-credentials stand in the group."""
    return len({(source.provider, source.mc) for source in group.sources})


def spread(name: str, numbers: list[int]) -> str:
    """One line of a table: least, mean, 95 % and most."""
    ranked = sorted(numbers)
    mean, most_of = sum(ranked) / len(ranked), ranked[int(0.95 * (len(ranked) - 1))]
    return f"{name:<32} {ranked[0]:>9,} {mean:>11,.0f} {most_of:>9,} {ranked[-1]:>9,}"


def report(site: Site) -> Iterator[str]:
    """The lines of the whole measurement."""
    begun = time.process_time()
    lookup = build_lookup(site.register)
    yield f"{time.process_time() - begun:.1f} s to sort all rows into {len(lookup.groups)} groups"
    begun = time.process_time()
    found = list(pairs(site, lookup))
    yield f"{time.process_time() - begun:.1f} s to write and compress keys, templates and {len(found)} shards"
    yield f"{'':<32} {'least':>9} {'mean':>11} {'95 %':>9} {'most':>9}"
    yield spread("bytes of a verification", [pair.total for pair in found])
    for part in ("keys", "published", "templates", "shard"):
        yield spread(f"  {part}", [getattr(pair, part) for pair in found])
    yield spread("credentials of one pair", [pair.credentials for pair in found])
    yield spread("MCs of one group", [mcs_of(group) for group in lookup.groups])
    yield spread("credentials of one group", [sum(map(len, group.shards)) // ROW for group in lookup.groups])
    for language in site.languages:
        sizes = [transferred(facts.document(site, lookup, group, language)) for group in lookup.groups]
        yield spread(f"facts after the verdict, {language}", sizes)


def main() -> None:
    own = load_site(Path())
    print("The demonstration registry")
    print(*report(own), sep="\n")
    sizes = [int(argument) for argument in sys.argv[1:3]] or [5_000, 1_000_000]
    size = Size(mcs=sizes[0], credentials=sizes[1], providers=max(10, sizes[0] // 50))
    begun = time.process_time()
    made = made_site(own, Path(sys.argv[3]) if len(sys.argv) > 3 else DATA, size)
    templates = len(made.register.templates)
    print(f"\n{size.mcs:,} MCs, {size.credentials:,} credentials, {size.providers} providers, {templates:,} templates")
    print(f"{time.process_time() - begun:.1f} s to make them up")
    print(*report(made), sep="\n")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB of memory at most")


if __name__ == "__main__":
    main()
