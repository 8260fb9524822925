"""A register of any size, with texts as long and as various as real ones: input of the measurements of look-ups.

Titles, summaries, outcomes and skills come from the rows of public catalogues (Coursera, University of Edinburgh,
Credly, MIT, ESCO). One micro-credential in six is written in Arabic letters, put in place of Latin ones: as many
bytes as Arabic text has. Definitions become templates and look-up files by the code that makes them for real.
"""

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from bukti.did import did_of
from bukti.model import Batch, Definition, Template
from bukti.model.definition import Outcome
from bukti.model.registry import Provider
from bukti.model.snapshot import Located, Position, Snapshot
from bukti.proof.multikey import encode
from bukti.register import Issuer, IssuerKey, ProviderEvent, Register, RegisteredBatch, Source, State
from bukti.templates import digest_of, make_template
from site_builder.site import Site

BASE = "https://bukti.example"
FIRST_DAY = date(2024, 1, 1)
DAYS = 1_000
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض")
TOWNS = (
    ("Kuala Lumpur", "كوالالمبور"), ("Johor Bahru", "جوهر بهرو"), ("Kota Bharu", "كوتا بهارو"),
    ("Alor Setar", "ألور ستار"), ("Kuching", "كوتشينغ"), ("Cairo", "القاهرة"), ("Alexandria", "الإسكندرية"),
    ("Mansoura", "المنصورة"), ("Assiut", "أسيوط"), ("Tanta", "طنطا"),
)  # fmt: skip
KINDS = (
    ("University of Technology {}", "Universiti Teknologi {}", "جامعة التكنولوجيا في {}"),
    ("Islamic University College {}", "Kolej Universiti Islam {}", "الكلية الجامعية الإسلامية في {}"),
    ("Polytechnic of {}", "Politeknik {}", "معهد {} للفنون التطبيقية"),
    ("{} Institute of Management", "Institut Pengurusan {}", "معهد {} للإدارة"),
    ("Academy of Health Sciences {}", "Akademi Sains Kesihatan {}", "أكاديمية العلوم الصحية في {}"),
    ("{} Open University", "Universiti Terbuka {}", "جامعة {} المفتوحة"),
    ("{} College of Engineering", "Kolej Kejuruteraan {}", "كلية {} للهندسة"),
    ("Centre for Skills Development {}", "Pusat Pembangunan Kemahiran {}", "مركز {} لتنمية المهارات"),
    ("{} Business School", "Sekolah Perniagaan {}", "كلية {} للأعمال"),
    ("{} Teachers' Institute", "Institut Perguruan {}", "معهد {} للمعلمين"),
)  # fmt: skip
METHODS = (
    "written_exam",
    "multiple_choice",
    "project",
    "portfolio",
    "presentation",
    "report",
    "case_study",
    "assignment",
)


@dataclass(frozen=True)
class Texts:
    """What real catalogues say."""

    titles: tuple[str, ...]
    summaries: tuple[str, ...]
    outcomes: tuple[str, ...]
    skills: tuple[tuple[str, str], ...]
    """Address and label."""

    @classmethod
    def read(cls, data: Path) -> "Texts":
        """The columns of the tables below ``data``."""
        coursera = list(_rows(data / "mooc-coursera-2020/courses.csv"))
        edinburgh = list(_rows(data / "modules-edinburgh-hsc/courses.csv"))
        credly = list(_rows(data / "badges-credly-list/badges.csv"))
        mit = list(_rows(data / "mooc-mit-oll/courses.csv"))
        esco = [
            row
            for name in ("digital", "language", "digComp")
            for row in _rows(data / f"esco-1.2-sample/{name}SkillsCollection_en.csv")
        ]
        titles = [row["course_title"] for row in coursera] + [row["course_name"] for row in edinburgh]
        titles += [row["badge"] for row in credly] + [row["title"] for row in mit]
        summaries = [row["description"] for table in (credly, edinburgh, mit) for row in table]
        return cls(
            titles=_lines(titles, 90),
            summaries=_lines(summaries, 700),
            outcomes=_lines((row["description"].split(". ")[0] for row in esco), 240),
            skills=tuple(
                (row["conceptUri"], _line(row["preferredLabel"], 90)) for row in esco if row["preferredLabel"]
            ),
        )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _line(text: str, most: int) -> str:
    kept = "".join(char if char.isprintable() and char not in "\u200b\ufeff\u00ad" else " " for char in text)
    return " ".join(kept.split())[:most].strip()


def _lines(texts: Any, most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in (_line(text or "", most) for text in texts) if len(line) > 3))


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a register is made."""

    mcs: int = 5_000
    credentials: int = 1_000_000
    providers: int = 100
    seed: int = 2026


@dataclass
class Maker:
    """Makes definitions, templates and batches, the same ones for the same ``size``."""

    snapshot: Snapshot
    register: Register
    texts: Texts
    size: Size
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.size.seed)  # noqa: S311 - made-up data, not secrets

    def made(self) -> tuple[Snapshot, Register]:
        """The snapshot and its register."""
        providers = [self._provider(number) for number in range(self.size.providers)]
        issuers = tuple(self._issuer(provider) for provider in providers)
        definitions = list(self._definitions(providers))
        located = {provider.id: Located(record=provider, file="provider.yaml") for provider in providers}
        snapshot = replace(
            self.snapshot,
            providers=located,
            definitions={
                (one.provider, one.id, one.version): Located(record=one, file="v.yaml") for one in definitions
            },
            offers={},
            pathways={},
            templates={},
        )
        templates = [list(self._templates(snapshot, one)) for one in definitions]
        batches = tuple(self._batches(templates, {issuer.id: issuer.keys for issuer in issuers}))
        register = replace(
            self.register,
            issuers=issuers,
            batches=batches,
            sources=tuple(sorted({batch.source for batch in batches})),
            states=dict(self._states(batches)),
            templates={(one.provider, digest): one for group in templates for digest, one in group},
            findings=(),
        )
        return snapshot, register

    def _provider(self, number: int) -> Provider:
        (english, malay, arabic), (latin, town) = KINDS[number // 10 % 10], TOWNS[number % 10]
        tail = f" {number // 100 + 1}" if number >= 100 else ""
        names = {"en": english.format(latin), "ms": malay.format(latin), "ar": arabic.format(town)}
        some = next(iter(self.snapshot.providers.values())).record
        identity = "".join(c if c.isalnum() else "-" for c in names["ms"].lower()) + tail.replace(" ", "-")
        changed = {"id": identity, "name": {language: name + tail for language, name in names.items()}}
        return some.model_copy(update=changed | {"language": self.chance.choice(("en", "ms", "ar"))})

    def _issuer(self, provider: Provider) -> Issuer:
        keys = tuple(
            IssuerKey(
                key=f"key-{number}",
                number=number,
                public_key=encode(self.chance.randbytes(32)),
                state="revoked" if self.chance.random() < 0.05 else "good",
            )
            for number in range(1, self.chance.randint(1, 5) + 1)
        )
        return Issuer(
            id=provider.id,
            did=(did_of(BASE, provider.id),),
            name=provider.name,
            zone=provider.zone,
            country=provider.country,
            demonstration=False,
            status="active",
            keys=keys,
            events=(ProviderEvent(kind="admitted", day=FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))),),
        )

    def _definitions(self, providers: list[Provider]) -> Iterator[Definition]:
        # A few providers offer much, most offer little.
        shares = list(accumulate(1 / (number + 4) for number in range(len(providers))))
        for number in range(self.size.mcs):
            (provider,) = self.chance.choices(providers, cum_weights=shares)
            first = self._definition(provider, number)
            yield first
            for version in range(2, self.chance.choices((1, 2, 3), (70, 22, 8))[0] + 1):
                yield first.model_copy(update={"version": version, "outcomes": self._outcomes(first.language)})

    def _definition(self, provider: Provider, number: int) -> Definition:
        chance = self.chance
        base: dict[str, Any] = next(iter(self.snapshot.definitions.values())).record.model_dump(by_alias=True)
        language = "ar" if chance.random() < 1 / 6 else chance.choice(("en", "ms"))
        title = chance.choice(self.texts.titles)
        summary = " ".join(chance.sample(self.texts.summaries, chance.choice((1, 1, 2))))
        slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split())
        made = base | {
            "provider": provider.id,
            "id": f"{slug[:44]}-{number}".strip("-").replace("--", "-"),
            "version": 1,
            "state": "active",
            "language": language,
            "title": _said(title, language),
            "summary": _said(summary, language),
            "outcomes": self._outcomes(language),
            "skills": [self._skill(language) for _ in range(chance.randint(0, 4))],
            "modules": (),
            "structure": None,
            "assessments": [self._assessment(n, language) for n in range(chance.randint(1, 4))],
            "completion": {"rule": _said(chance.choice(self.texts.outcomes)[:120].strip(), language)},
        }
        if chance.random() < 0.4:
            made["grading"] = None
        return Definition.model_validate(made)

    def _outcomes(self, language: str) -> tuple[Outcome, ...]:
        picked = self.chance.sample(self.texts.outcomes, self.chance.randint(3, 7))
        texts = [_said(text, language) for text in picked]
        return tuple(Outcome(id=f"lo{n}", text=text, domain="skill") for n, text in enumerate(texts, start=1))

    def _skill(self, language: str) -> dict[str, Any]:
        address, label = self.chance.choice(self.texts.skills)
        return {"framework": "ESCO 1.2", "uri": address, "label": _said(label, language)}

    def _assessment(self, number: int, language: str) -> dict[str, Any]:
        title = self.chance.choice(self.texts.titles)[:60].strip()
        values = {"id": f"a{number}", "method": self.chance.choice(METHODS), "title": _said(title, language)}
        return values | {"weight": self.chance.choice((20, 30, 50))}

    def _templates(self, snapshot: Snapshot, definition: Definition) -> Iterator[tuple[str, Template]]:
        """One to four: with a grade and without, with an end and without, of a second status list."""
        grades: tuple[tuple[str, ...], ...] = ((), ("grade",)) if definition.grading else ((),)
        kinds = [(until, grade, status) for until in (False, True) for grade in grades for status in ("1", "2")]
        for until, grade, status in self.chance.sample(kinds, min(len(kinds), self.chance.choice((1, 1, 2, 2, 3, 4)))):
            template = make_template(
                snapshot,
                definition.provider,
                definition.id,
                definition.version,
                base_url=BASE,
                status_list=status,
                with_until=until,
                results=grade,
            )
            yield digest_of(template), template

    def _batches(
        self, templates: list[list[tuple[str, Template]]], keys: Mapping[str, tuple[IssuerKey, ...]]
    ) -> Iterator[RegisteredBatch]:
        """Classes of 20 to 400, until there are as many credentials as were asked for; some MCs have many classes."""
        weights = list(accumulate(self.chance.lognormvariate(0, 1) for _ in templates))
        left, number = self.size.credentials, 0
        while left > 0:
            # Every version has a class before any has a second one.
            chosen = (
                templates[number] if number < len(templates) else self.chance.choices(templates, cum_weights=weights)[0]
            )
            count = min(left, int(self.chance.triangular(20, 250, 60)))
            yield self._batch(number, count, chosen, keys)
            left, number = left - count, number + 1

    def _batch(
        self, number: int, count: int, found: list[tuple[str, Template]], keys: Mapping[str, tuple[IssuerKey, ...]]
    ) -> RegisteredBatch:
        some = found[0][1]
        digests = tuple(sorted(digest for digest, _ in self.chance.sample(found, self.chance.randint(1, len(found)))))
        run = self.chance.randbytes(32 * count)
        hashes = b"".join(sorted(run[at : at + 32] for at in range(0, len(run), 32)))
        record: Batch = self.register.batches[0].batch.record.model_copy(
            update={"provider": some.provider, "mc": some.mc, "version": some.version, "count": count, "hashes": ""}
        )
        record.__dict__["digests"] = hashes  # as its block of text would be read
        day = FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))
        return RegisteredBatch(
            batch=Located(record=record, file=f"{number}.yaml"),
            position=Position(index=number, commit="0" * 40, day=day),
            source=Source(
                some.provider, some.mc, some.version, self.chance.choice(keys[some.provider]).key, True, digests
            ),
        )

    def _states(self, batches: tuple[RegisteredBatch, ...]) -> Iterator[tuple[tuple[str, bytes], State]]:
        """One credential in a hundred was revoked, one in two hundred replaced."""
        for one in batches:
            run = one.batch.record.digests
            for at in range(0, len(run), 32):
                draw = self.chance.random()
                if draw < 0.015:
                    state, reason = ("revoked", "error") if draw < 0.01 else ("superseded", "")
                    day = FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))
                    yield (one.source.provider, run[at : at + 32]), State(state=state, reason=reason, day=day)


def _said(text: str, language: str) -> dict[str, str]:
    return {language: text.lower().translate(ARABIC) if language == "ar" else text}


def made_site(site: Site, data: Path, size: Size) -> Site:
    """``site`` with made-up content of ``size`` in place of its own."""
    maker = Maker(site.snapshot, site.register, Texts.read(data), size)
    snapshot, register = maker.made()
    return replace(site, snapshot=snapshot, register=register)
