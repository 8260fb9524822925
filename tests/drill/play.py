"""The play: an honest registrar, a thief with three attacks, and the drill as the guide has it, line by line."""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

from tests.attacks.miniature import MC
from tests.drill import guide
from tests.drill.town import PROVIDER, Town, found, open_for_all

KEY_1 = f"~/keys/{PROVIDER}-key-1.pem"
CLASSES = {
    "a": ["Aisyah binti Ahmad", "Tan Mei Ling", "Ravi a/l Kumar", "محمد العربي", "Nur Iman", "Jo Lim"],
    "b": ["Siti Aminah", "Wong Ka Wai", "கவிதா ராமன்"],
    "c": ["Farid Hassan", "Lee Siew", "Marie-Hélène Côté", "Omar"],
}
"""Classes a and b are issued before the theft, class c after it."""
FORGED = ["Thief One", "Thief Two"]


@dataclass
class Played:
    """What happened, for the tests to look at: folders of credentials, positions, and what the checks said."""

    town: Town
    theft: str = ""
    own_act: str = ""
    before_drill: dict[str, dict[str, str]] = field(default_factory=dict)
    after_drill: dict[str, dict[str, str]] = field(default_factory=dict)
    checked: tuple[int, dict[str, int]] = (0, {})
    told: list[tuple[guide.Step, str]] = field(default_factory=list)
    """Each block of the guide with all that it printed."""
    site: Path = Path()

    def folder(self, name: str) -> Path:
        return self.town.home / name

    def files(self, name: str) -> list[Path]:
        """The learners' JSON files of a folder, in the order of the class."""
        return [self.folder(name) / row["json"] for row in self._rows(name)]

    def links(self, name: str) -> list[str]:
        """The printed codes' links, in the order of the class."""
        return [row["link"] for row in self._rows(name)]

    def _rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder(name) / "links.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


def play(home: Path) -> Played:
    """Everything in order; the answer is what there is to look at."""
    town = found(home)
    played = Played(town)
    script = guide.steps()
    town.say("Before it happens: a recovery key, and two honest classes")
    _follow(played, [step for step in script if step.title.startswith("Before")])
    open_for_all(town)
    _honest_days(played)
    _theft(played)
    played.before_drill = _verdicts(played, town.site())
    town.say("The drill, as docs/guides/stolen-key.md has it")
    _follow(played, [step for step in script if not step.title.startswith("Before")])
    played.site = town.site()
    played.checked = town.check("Maintainer 1")
    played.after_drill = _verdicts(played, played.site)
    return played


def _follow(played: Played, script: list[guide.Step]) -> None:
    """Run the guide's blocks as they stand; its one commit and its one act are those of this play."""
    for step in script:
        played.town.transcript.append("")
        told = ""
        for command in step.commands:
            own = command.replace(guide.COMMIT, played.theft[:12] or guide.COMMIT)
            told += played.town.run(step.actor, own.replace(guide.ACT, played.own_act or guide.ACT))
        played.told.append((step, told))


def issue(played: Played, actor: str, name: str, learners: list[str], key: str, out: str, *more: str) -> None:
    path = played.town.home / "lists" / f"{name}.csv"
    rows = "".join(f"{learner},{name}-{number},A\n" for number, learner in enumerate(learners, start=1))
    path.write_text("name,ref,result\n" + rows, encoding="utf-8")
    command = f"bukti issue ~/lists/{name}.csv --mc {PROVIDER}/{MC} --key {key} --out ~/{out} {' '.join(more)}"
    played.town.run(actor, command, quiet=True)


def _honest_days(played: Played) -> None:
    town = played.town
    for name in ("a", "b"):
        issue(played, "Registrar", name, CLASSES[name], KEY_1, f"classes/{name}")
        town.publish("Registrar", f"Issue class {name}: {len(CLASSES[name])} credentials")
    town.run("Registrar", f"bukti revoke b-2 --index ~/classes --key {KEY_1} --reason issued-in-error")
    town.publish("Registrar", "Revoke b-2, rightly, before the theft")


def _theft(played: Played) -> None:
    town = played.town
    town.say("The theft: the thief holds key-1 and a copy of the private folders")
    (town.home / "loot").mkdir()
    town.update("Thief")
    town.say("Attack 1: a forged class")
    issue(played, "Thief", "forged", FORGED, KEY_1, "loot/forged")
    played.theft = town.publish("Thief", "A forged class of 2")
    town.say("Nobody has noticed: the registrar issues class c and revokes a-6, rightly, with the stolen key")
    town.update("Registrar")
    issue(played, "Registrar", "c", CLASSES["c"], KEY_1, "classes/c")
    town.publish("Registrar", f"Issue class c: {len(CLASSES['c'])} credentials")
    command = f"bukti revoke a-6 --index ~/classes --key {KEY_1} --reason award-withdrawn --json"
    played.own_act = str(json.loads(town.run("Registrar", command, quiet=True))["act"])
    town.publish("Registrar", f"Revoke a-6, act {played.own_act}")
    town.say("Attack 2: everything honest is revoked, in the register and in the status list")
    town.update("Thief")
    hashes = [json.loads(line)["hash"] for name in CLASSES for line in _index(played, f"classes/{name}")]
    (town.home / "loot" / "all.csv").write_text("hash\n" + "".join(f"{one}\n" for one in hashes))
    town.run("Thief", f"bukti revoke --csv ~/loot/all.csv --index ~/classes --key {KEY_1} --reason award-withdrawn")
    town.publish("Thief", "Revoke everything")
    town.say("Attack 3: a second key, which signs more and brings in a third")
    second, third = "~/loot/key-9.pem", "~/loot/key-10.pem"
    town.run("Thief", f"bukti key rotate --provider {PROVIDER} --key key-9 --old {KEY_1} --out {second}")
    town.publish("Thief", "A second key")
    issue(played, "Thief", "forged-2", FORGED, second, "loot/forged-2")
    town.publish("Thief", "A forged class with the second key")
    town.run("Thief", f"bukti key rotate --provider {PROVIDER} --key key-10 --old {second} --out {third}")
    issue(played, "Thief", "forged-3", FORGED, third, "loot/forged-3")
    town.publish("Thief", "A third key and a forged class of its own")
    town.update("Registrar")


def _index(played: Played, name: str) -> list[str]:
    return (played.folder(name) / "index.jsonl").read_text(encoding="utf-8").splitlines()


def groups(played: Played) -> dict[str, list[str]]:
    """The inputs that are judged, by what they are."""
    first = {name: [*map(str, played.files(f"classes/{name}"))] for name in CLASSES}
    codes = {name: played.links(f"classes/{name}") for name in CLASSES}
    found: dict[str, list[str]] = {
        "honest before the theft, files": [*first["a"][:5], first["b"][0], first["b"][2]],
        "honest before the theft, printed codes": [*codes["a"][:5], codes["b"][0], codes["b"][2]],
        "honest after the theft, files": first["c"],
        "honest after the theft, printed codes": codes["c"],
        "rightly revoked before the theft": [first["b"][1], codes["b"][1]],
        "rightly revoked after the theft": [first["a"][5], codes["a"][5]],
        "forged with the stolen key": [*map(str, played.files("loot/forged")), *played.links("loot/forged")],
        "forged with the second key": [*map(str, played.files("loot/forged-2")), *played.links("loot/forged-2")],
        "forged with the third key": [*map(str, played.files("loot/forged-3")), *played.links("loot/forged-3")],
    }
    if played.folder("classes-again").is_dir():
        again = [str(path) for name in CLASSES for path in played.files(f"classes-again/{name}")]
        revoked = {str(played.files("classes-again/b")[1]), str(played.files("classes-again/a")[5])}
        found["signed again, files"] = [one for one in again if one not in revoked]
        found["signed again, rightly revoked"] = sorted(revoked)
    return found


def _verdicts(played: Played, site: Path) -> dict[str, dict[str, str]]:
    """By verifier and group, the verdicts that it gives, each once: ``invalid valid`` where they differ."""
    inputs = [one for group in groups(played).values() for one in group]
    said = played.town.verdicts(inputs, site)
    return {
        verifier: {name: " ".join(sorted({found[one] for one in group})) for name, group in groups(played).items()}
        for verifier, found in said.items()
    }
