"""How much a printed card's code survives in photos, read by two independent decoders: the page's own and zxing-cpp.

Run from the root of the repository: ``python -m benchmarks.photo_codes [PRINTS]``. Cards for names of 24, 60 and
100 bytes, with a grade, an expiry and a base of 40 characters, each printed PRINTS times with another signature
at 25 mm and 300 dots an inch. Of each distortion it prints the greatest strength at which a decoder reads every
print, and every print at each lesser strength. The libraries behind the page's reader stand beside it, alone.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import run
from typing import Any

import zxingcpp
from PIL import Image

from benchmarks.photos import MODERATE, Conditions, photo, printed
from tools.node import find_node

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "photo_codes.mjs"
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
NAMES = (24, 60, 100)
DECODERS = ("page", "zxing", "qr", "jsqr")
"""The page's reader, zxing-cpp, and for comparison the npm packages ``qr`` (behind the page's reader) and ``jsqr``."""


@dataclass(frozen=True)
class Distortion:
    """``steps`` are conditions by the words for their strength, the weakest first."""

    title: str
    steps: Mapping[str, Conditions]


def ladder(title: str, name: str, strengths: Sequence[float], unit: str, factor: float = 1) -> Distortion:
    """One property at growing strengths, everything else as in a good photo."""
    values: dict[str, Any] = {f"{strength * factor:g} {unit}".strip(): {name: strength} for strength in strengths}
    return Distortion(title, {words: replace(Conditions(), **one) for words, one in values.items()})


def several() -> Distortion:
    """Combinations: none, a careless photo, and worse ones."""
    worse = replace(MODERATE, blur=0.42, turn=20, tilt=28, shade=0.5, jpeg=40, pixels=3.5)
    bad = replace(MODERATE, blur=0.45, turn=25, tilt=30, shade=0.5, jpeg=35, soil=0.02, pixels=3.5)
    return Distortion("all together", {"none": Conditions(), "moderate": MODERATE, "worse": worse, "bad": bad})


DISTORTIONS = (
    ladder("out of focus (standard deviation)", "blur", (0.3, 0.4, 0.45, 0.5, 0.55, 0.6), "modules"),
    ladder("moved while the shutter was open", "motion", (1, 1.25, 1.5, 1.75, 2), "modules"),
    ladder("turned", "turn", (5, 15, 30, 45), "degrees"),
    ladder("tilted", "tilt", (15, 30, 45, 50, 55, 60, 65), "degrees"),
    ladder("JPEG quality", "jpeg", (50, 20, 10, 5, 3), ""),
    ladder("light missing on one side", "shade", (0.5, 0.7, 0.8, 0.9, 0.95), "%", 100),
    ladder("soiled (share of the code's area)", "soil", (0.01, 0.02, 0.03, 0.04, 0.05, 0.06), "%", 100),
    ladder("camera pixels for a module", "pixels", (4, 3, 2.5, 2.25, 2, 1.75, 1.5, 1.4, 1.3), ""),
    several(),
)


@dataclass
class Tally:
    """What one decoder read: the number of prints at each step, all photos together, and its times."""

    steps: dict[str, int] = field(default_factory=dict)
    photos: int = 0
    times: list[float] = field(default_factory=list)

    def reached(self, prints: int) -> str:
        """The last step up to which every print was read."""
        reached = "-"
        for words, count in self.steps.items():
            if count < prints:
                break
            reached = words
        return reached


def read_by_zxing(picture: Image.Image) -> list[str]:
    """All QR codes in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=QR)]


def read_by_page(pictures: Mapping[str, Image.Image]) -> dict[str, dict[str, Any]]:
    """What the page's reader and its libraries read, by the pictures' names."""
    with tempfile.TemporaryDirectory() as name:
        for stem, picture in pictures.items():
            (Path(name) / f"{stem}.grey").write_bytes(picture.tobytes())
        command = [str(find_node().executable), str(SCRIPT), name]
        found = json.loads(run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return {file.removesuffix(".grey"): one for file, one in found.items()}


def photos(conditions: Conditions, prints: int) -> Iterator[tuple[str, str, Image.Image]]:
    """A name, the text and a photo of each print."""
    for size in NAMES:
        for number in range(prints):
            card = printed(size, number)
            yield f"{size}-{number}", card.text, photo(card, conditions, number)


def measure(distortion: Distortion, prints: int) -> dict[str, Tally]:
    """Each decoder's tally over one distortion."""
    tallies = {decoder: Tally() for decoder in DECODERS}
    for words, conditions in distortion.steps.items():
        taken = {name: (text, picture) for name, text, picture in photos(conditions, prints)}
        told = read_by_page({name: picture for name, (_, picture) in taken.items()})
        for name, (text, picture) in taken.items():
            begun = time.process_time()
            told[name]["zxing"] = {"texts": read_by_zxing(picture), "ms": (time.process_time() - begun) * 1_000}
            for decoder, tally in tallies.items():
                is_read = text in told[name][decoder]["texts"]
                tally.steps[words] = tally.steps.get(words, 0) + is_read
                tally.photos += is_read
                tally.times.append(told[name][decoder]["ms"])
    return tallies


def main(prints: int) -> None:
    """A line for each distortion, then how many photos each decoder read, and what it cost."""
    every = {decoder: Tally() for decoder in DECODERS}
    print("| greatest strength read | " + " | ".join(DECODERS) + " |\n|---|" + "---|" * len(DECODERS), flush=True)
    for distortion in DISTORTIONS:
        tallies = measure(distortion, prints)
        reached = (tally.reached(prints * len(NAMES)) for tally in tallies.values())
        print(f"| {distortion.title} | " + " | ".join(reached) + " |", flush=True)
        for decoder, tally in tallies.items():
            every[decoder].photos += tally.photos
            every[decoder].times += tally.times
    count = len(every["page"].times)
    print(f"| photos read, of {count} | " + " | ".join(str(tally.photos) for tally in every.values()) + " |")
    times = (f"{statistics.median(tally.times):.0f}" for tally in every.values())
    print("| CPU ms a photo, median | " + " | ".join(times) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
