"""A class of 300 real credentials: issued by the commands, published, and three of them altered afterwards."""

import csv
import io
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.standards.stage import UNI, Class, Stage, make_empty

COUNT = 300
ALTERED = (41, 150, 299)
"""Numbers of the learners, from 1, whose files and links were changed after they were issued."""
_NAMES = ("Aisyah Contoh {n}", "Zoë O'Sampel {n}", "مثال بن عيّنة {n}", "அமுதா மாதிரி {n}", "陈示例 {n}")
_RESULTS = ("A", "B+", "")


@dataclass(frozen=True)
class Many:
    """``site`` holds the published data; ``names``, ``files`` and ``links`` are in the order of the class."""

    site: Path
    names: Sequence[str]
    files: Sequence[Path]
    links: Sequence[str]
    links_csv: Path


def make_many(folder: Path) -> Many:
    """The class, its files and its ``links.csv``, of which three are altered."""
    stage = make_empty(folder / "stage")
    names = [_NAMES[n % len(_NAMES)].format(n=f"{n:03}") for n in range(1, COUNT + 1)]
    rows = tuple((name, _RESULTS[i % 3], "") for i, name in enumerate(names))
    stage.issue(Class("many", f"{UNI}/applied-data-analysis", rows))
    stage.commit("Issue a large class")
    stage.build()
    out = stage.folder / "many"
    lines = list(csv.DictReader(io.StringIO((out / "links.csv").read_text(encoding="utf-8-sig"))))
    for number in ALTERED:
        _alter(out / lines[number - 1]["json"], lines[number - 1])
    with (out / "links.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    files = [out / line["json"] for line in lines]
    return Many(_data_of(stage, folder), names, files, [line["link"] for line in lines], out / "links.csv")


def _alter(path: Path, line: dict[str, str]) -> None:
    """Another name in the file; another letter in the link's last part, the signature."""
    document = json.loads(path.read_text(encoding="utf-8"))
    document["credentialSubject"]["identifier"][0]["identityHash"] = "=Somebody Else"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    link = line["link"]
    line["link"] = link[:-20] + ("A" if link[-20] != "A" else "B") + link[-19:]


def _data_of(stage: Stage, folder: Path) -> Path:
    """The site's data without its pages and scripts, which a test takes from the bundle."""
    site = folder / "site"
    site.mkdir()
    shutil.copy2(stage.site / "keys.json", site)
    shutil.copytree(stage.site / "lookup", site / "lookup")
    return site
