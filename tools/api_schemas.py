"""The JSON Schemas of ``/api/v1``: its documents by hand, the records inside them from the models.

All are open: a reader has to bear members that it does not know, as within v1 members are added.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.bands import BANDS

Schema = dict[str, Any]
RECORDS = ("provider", "definition", "offer", "framework", "pathway")
_SITE = "https://bukti.example"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MC = "universiti-contoh/data-analytics"
_ELM_CONTEXT = "http://data.europa.eu/snb/model/context/edc-ap"
_EU_LANGUAGES = "http://publications.europa.eu/resource/authority/language"
_COMMIT = "5f3c1d0e9b7a86420f1e2d3c4b5a69788796a5b4"


def api_schemas(records: Mapping[str, Schema]) -> Iterator[tuple[str, str]]:
    """Path and text of each schema; ``records`` are those of the records as people write them."""
    documents = {
        "index": _index(),
        "all": _all(),
        "providers": _providers(),
        "mc": _mc_document(),
        "changes": _changes(),
        "board": _board(),
        "ctdl": _ctdl(),
        "elm": _elm(),
        **{name: _record(name, records[name]) for name in RECORDS},
    }
    for name, schema in documents.items():
        head = {"$schema": _DIALECT, "$id": f"{_SITE}/api/v1/schemas/{name}.schema.json"}
        yield f"spec/api/v1/{name}.schema.json", json.dumps(head | schema, ensure_ascii=False, indent=1)


def _record(name: str, written: Schema) -> Schema:
    """A record as it stands in the documents: as it was written, with numbers as numbers and dates as text."""
    schema = {key: value for key, value in written.items() if not key.startswith("$")}
    opened: Schema = _opened(schema | ({"$defs": written["$defs"]} if "$defs" in written else {}))
    opened["examples"] = [_RECORD_EXAMPLES[name]]
    return opened


def _opened(node: Any) -> Any:
    """Without what closes it, and without what trips on binary fractions or says nothing in JSON Schema."""
    if isinstance(node, list):
        return [_opened(one) for one in node]
    if not isinstance(node, dict):
        return node
    closing = {name for name in ("multipleOf", "ge", "gt", "le") if not isinstance(node.get(name, {}), dict)}
    closing |= {"additionalProperties"} if node.get("additionalProperties") is False else set()
    return {name: _opened(value) for name, value in node.items() if name not in closing}


def _object(description: str, members: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "description": description, "required": list(members), "properties": dict(members)}


def _document(name: str, description: str, members: Mapping[str, Schema], example: Schema) -> Schema:
    envelope = {
        "schema": {"const": f"{name}/v1", "type": "string", "description": "the name of this schema"},
        "snapshot": _text(
            "the publication: the id of the commit that it was made from, with + and a digest where there was "
            "uncommitted work; empty outside of git"
        ),
        "data_as_of": _or_null(_instant("the committer date of that commit; null outside of git")),
        "base_url": _address("the registry's own address, which its identities begin with, whatever host serves them"),
    }
    stated = {"schema": f"{name}/v1", "snapshot": _COMMIT, "data_as_of": "2026-11-20T08:00:00Z", "base_url": _SITE}
    return {
        "title": f"{name}/v1",
        **_object(description, {**envelope, **members}),
        "examples": [stated | example],
    }


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _texts(description: str) -> Schema:
    note = f"{description}: a text for each language tag, at least one"
    return {"type": "object", "description": note, "additionalProperties": {"type": "string"}, "minProperties": 1}


def _address(description: str) -> Schema:
    return {"type": "string", "format": "uri", "description": description}


def _instant(description: str) -> Schema:
    pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"
    return {"type": "string", "format": "date-time", "pattern": pattern, "description": description}


def _number(description: str) -> Schema:
    return {"type": "integer", "minimum": 1, "description": description}


def _count(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _words(description: str, *words: str) -> Schema:
    return {"type": "string", "enum": list(words), "description": description}


def _or_null(schema: Schema) -> Schema:
    words = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | {"type": [schema["type"], "null"]} | words


def _list(description: str, items: Schema) -> Schema:
    return {"type": "array", "description": description, "items": items}


def _map(description: str, values: Schema) -> Schema:
    return {"type": "object", "description": description, "additionalProperties": values}


def _ref(name: str, description: str) -> Schema:
    return {"$ref": f"{name}.schema.json", "description": description}


_STATUS = _words(
    "draft: cannot be awarded yet; active: on offer; teach_out: awarded to those who began; retired: awarded no more",
    "draft",
    "active",
    "teach_out",
    "retired",
)
_REF = _text("its id, <provider>/<micro-credential>, which never changes")
_ENTRY: Mapping[str, Schema] = {
    "id": _REF,
    "title": _texts("the title of the current version"),
    "status": _STATUS,
    "version": _number("the current version, the one that is offered now"),
    "page": _address("its page, in the registry's first language"),
    "data": _address("its document mc/v1"),
}
_ENTRY_EXAMPLE = {
    "id": _MC,
    "title": {"en": "Data Analytics for Managers", "ms": "Analitik Data untuk Pengurus"},
    "status": "active",
    "version": 2,
    "page": f"{_SITE}/catalogue/{_MC}/",
    "data": f"{_SITE}/api/v1/mc/{_MC}.json",
}
_DEFINITION_EXAMPLE = {
    "schema": "definition/v1",
    "provider": "universiti-contoh",
    "id": "data-analytics",
    "version": 2,
    "state": "active",
    "language": "en",
    "title": {"en": "Data Analytics for Managers", "ms": "Analitik Data untuk Pengurus"},
    "credits": {"value": 3, "system": "MQF"},
}
_OFFER_EXAMPLE = {
    "schema": "offer/v1",
    "provider": "universiti-contoh",
    "id": "data-analytics",
    "status": "active",
    "current": 2,
    "cost": {"amount": 600, "currency": "MYR"},
}
_PROVIDER_EXAMPLE = {
    "schema": "provider/v1",
    "id": "universiti-contoh",
    "name": {"en": "Universiti Contoh"},
    "kind": "hep",
    "country": "MY",
    "zone": "Asia/Kuala_Lumpur",
    "language": "en",
    "url": "https://contoh.example/",
    "contact": {"unit": {"en": "Centre for Micro-credentials"}, "email": "mc@contoh.example"},
    "about": {"en": "A university that exists for demonstration only."},
}
_LISTED_PROVIDER_EXAMPLE = _PROVIDER_EXAMPLE | {
    "did": "did:web:bukti.example:issuers:universiti-contoh",
    "authority": "active",
    "page": f"{_SITE}/providers/universiti-contoh/",
    "feed": f"{_SITE}/providers/universiti-contoh/feed.xml",
    "mcs": [_MC],
}
_MC_EXAMPLE = _ENTRY_EXAMPLE | {
    "provider": "universiti-contoh",
    "ctdl": f"{_SITE}/api/v1/ctdl/{_MC}.json",
    "elm": f"{_SITE}/api/v1/elm/{_MC}.json",
    "offer": _OFFER_EXAMPLE,
    "versions": [
        {
            "version": 2,
            "state": "active",
            "page": f"{_SITE}/catalogue/{_MC}/v2/",
            "achievement": f"{_SITE}/mc/{_MC}/v2.json",
            "definition": _DEFINITION_EXAMPLE,
        }
    ],
}
_RECORD_EXAMPLES: Mapping[str, Schema] = {
    "definition": _DEFINITION_EXAMPLE,
    "offer": _OFFER_EXAMPLE,
    "provider": _PROVIDER_EXAMPLE,
    "framework": {
        "schema": "framework/v1",
        "id": "mqf",
        "abbreviation": "MQF",
        "name": {"en": "Malaysian Qualifications Framework"},
        "country": "MY",
        "authority": {"en": "Malaysian Qualifications Agency"},
        "url": "https://www.mqa.gov.my/",
        "edition": "2.0 (2017)",
        "levels": [{"value": "6", "name": {"en": "Level 6"}, "descriptor": {"en": "Bachelor's degree"}}],
    },
    "pathway": {
        "schema": "pathway/v1",
        "id": "data-practice",
        "provider": "universiti-contoh",
        "title": {"en": "Data practice"},
        "summary": {"en": "From a first table to an answer that others can check."},
        "leads_to": {"en": "Credit transfer into the Bachelor of Data Science."},
        "steps": [{"mc": _MC}],
    },
}

_BOARD_EXAMPLE: Schema = {
    "as_of": "2026-11-20",
    "soon_days": 90,
    "dues": [{"kind": "review", "subject": _MC, "about": None, "day": "2026-11-01", "over": True}],
    "without_key": [{"provider": "kolej-contoh", "authority": None}],
    "drafts": ["universiti-contoh/green-finance"],
    "counts": {
        "provider": [{"value": "universiti-contoh", "mcs": 1}],
        "status": [{"value": "active", "mcs": 1}],
        "type": [{"value": None, "mcs": 1}],
        "level": [{"value": "mqf/6", "mcs": 1}],
        "field": [{"value": "06", "mcs": 1}],
        "mode": [{"value": "online", "mcs": 1}],
        "credits": [{"value": "3-5", "mcs": 1}],
    },
    "standing": [{"mc": _MC, "version": 2, "band": "10-49"}],
    "missing": [
        {
            "rule": "MC-5.3-03",
            "clause": "MQA 5.3",
            "asks_for": {"en": "skills of a public framework"},
            "published": 1,
            "drafts": 0,
        }
    ],
    "scores": [
        {
            "mc": _MC,
            "version": 2,
            "status": "active",
            "stated": 35,
            "asked": 36,
            "missing": [{"rule": "MC-5.3-03", "member": "skills"}],
        }
    ],
}


def _index() -> Schema:
    files = {name: _address(f"the document {name}/v1") for name in ("all", "providers", "changes", "board")}
    members = {
        "name": _texts("the registry's name"),
        "agency": _object(
            "who runs the registry",
            {
                "name": _texts("the agency's name"),
                "country": _text("ISO 3166-1 alpha-2"),
                "url": _address("its site"),
                "contact": _text("a mailbox"),
            },
        ),
        "demonstration": {
            "type": "boolean",
            "description": "true: nothing in it is real, and no credential of it is an award",
        },
        "languages": _list("the site's languages, the first one at its root", _text("a language tag")),
        **files,
        "csv": _address("the catalogue as a table"),
        "feeds": _map("the Atom feed in each of the site's languages", _address("a feed")),
        "schemas": _map("the JSON Schema of each document and record, by name", _address("a JSON Schema")),
        "mcs": _list("the micro-credentials, by id", _object("one micro-credential", _ENTRY)),
    }
    example = {
        "name": {"en": "Bukti Demonstration Registry"},
        "agency": {
            "name": {"en": "Agency for Demonstration"},
            "country": "MY",
            "url": "https://agency.example/",
            "contact": "registry@agency.example",
        },
        "demonstration": True,
        "languages": ["en", "ms", "ar"],
        **{name: f"{_SITE}/api/v1/{name}.json" for name in files},
        "csv": f"{_SITE}/api/v1/catalogue.csv",
        "feeds": {"en": f"{_SITE}/feed.xml", "ms": f"{_SITE}/ms/feed.xml"},
        "schemas": {"index": f"{_SITE}/api/v1/schemas/index.schema.json"},
        "mcs": [_ENTRY_EXAMPLE],
    }
    return _document("index", "/api/v1/index.json: what there is and where.", members, example)


def _all() -> Schema:
    members = {
        "providers": _list("the providers, by id", _listed_provider()),
        "frameworks": _list("the qualifications frameworks, by id", _ref("framework", "one framework")),
        "pathways": _list("what micro-credentials stack into, by id", _ref("pathway", "one pathway")),
        "mcs": _list("the micro-credentials, by id", _object("one micro-credential", _mc_members())),
    }
    example = {
        "providers": [_LISTED_PROVIDER_EXAMPLE],
        "frameworks": [_RECORD_EXAMPLES["framework"]],
        "pathways": [_RECORD_EXAMPLES["pathway"]],
        "mcs": [_MC_EXAMPLE],
    }
    return _document("all", "/api/v1/all.json: the whole catalogue in one download.", members, example)


def _providers() -> Schema:
    members = {"providers": _list("the providers, by id", _listed_provider())}
    example = {"providers": [_LISTED_PROVIDER_EXAMPLE]}
    return _document("providers", "/api/v1/providers.json: who offers and awards.", members, example)


def _mc_document() -> Schema:
    about = "/api/v1/mc/<provider>/<mc>.json: all versions of one micro-credential, and what is on offer now."
    return _document("mc", about, _mc_members(), _MC_EXAMPLE)


def _changes() -> Schema:
    entry = {
        "at": _instant(
            "when the published branch came to say so: the highest committer date up to that commit, so that no "
            "entry is dated before an older one"
        ),
        "commit": _text("the id of that commit in the registry's repository"),
        "kind": _words(
            "new: its first version; version: a later one; offer: what moves (status, fee, dates) changed after the "
            "newest version came; draft: a version that cannot be awarded yet",
            "new",
            "version",
            "offer",
            "draft",
        ),
        "mc": _REF,
        "version": _number("the version that it is about; of an offer, the one offered now"),
        "title": _texts("the title of that version"),
        "status": _STATUS | {"description": "the micro-credential's status now"},
        "stated_on": _or_null(
            {
                "type": "string",
                "format": "date",
                "description": "the day in the provider's own change log, which nobody has checked; null without one",
            }
        ),
        "summary": _or_null(_texts("what the provider's change log says of this version; null without an entry")),
        "page": _address("the version's page; of an offer, the micro-credential's"),
        "data": _address("its document mc/v1"),
    }
    members = {
        "complete": {
            "type": "boolean",
            "description": "false where this was built without the full history, and so lists nothing",
        },
        "changes": _list("the last change of every version and offer, newest first", _object("one change", entry)),
    }
    example = {
        "complete": True,
        "changes": [
            {
                "at": "2026-11-01T09:30:00Z",
                "commit": _COMMIT,
                "kind": "version",
                "mc": _MC,
                "version": 2,
                "title": {"en": "Data Analytics for Managers"},
                "status": "active",
                "stated_on": "2026-10-30",
                "summary": {"en": "A third project, with health data."},
                "page": f"{_SITE}/catalogue/{_MC}/v2/",
                "data": f"{_SITE}/api/v1/mc/{_MC}.json",
            }
        ],
    }
    about = "/api/v1/changes.json: what came and what changed, in the order of the published history."
    return _document("changes", about, members, example)


def _mc_members() -> dict[str, Schema]:
    version = {
        "version": _number("its number"),
        "state": _words("an active version is frozen; a draft cannot be awarded", "draft", "active"),
        "page": _address("the version's own page, which stays as it is"),
        "achievement": _or_null(
            _address("the id and address of its Open Badges 3.0 Achievement, which credentials name; null for a draft")
        ),
        "definition": _ref("definition", "what a credential of this version stands for"),
    }
    offer = {"anyOf": [{"$ref": "offer.schema.json"}, {"type": "null"}]}
    return {
        **_ENTRY,
        "provider": _text("the provider's id"),
        "ctdl": _or_null(_address("its description in CTDL; null for a draft")),
        "elm": _or_null(
            _address("its description in the European Learning Model; null where new learners cannot take it up")
        ),
        "offer": offer | {"description": "what changes with time: status, cost, dates; null where nothing is stated"},
        "versions": _list("all versions, oldest first", _object("one version", version)),
    }


def _listed_provider() -> Schema:
    members = {
        "did": _text("its DID, the issuer of its credentials"),
        "authority": _or_null(
            _words(
                "whether it may award: active, suspended, closed (a merged one too), or not_admitted; null where the "
                "maintainers never admitted it nor a key of it",
                "active",
                "suspended",
                "closed",
                "not_admitted",
            )
        ),
        "page": _address("its page, in the registry's first language"),
        "feed": _address("its Atom feed, in the registry's first language"),
        "mcs": _list("the ids of its micro-credentials", _REF),
    }
    return {"allOf": [{"$ref": "provider.schema.json"}], **_object("a provider as it is described, and more", members)}


def _board() -> Schema:
    day = {"type": "string", "format": "date"}
    due = {
        "kind": _words(
            "review: the next review of quality; agreement: the memorandum with a partner; audit: the external audit "
            "that the offer refers to; key: a key that may sign",
            "review",
            "agreement",
            "audit",
            "key",
        ),
        "subject": _text("the micro-credential's id; of a key, <provider>/<key>, where registry is the agency"),
        "about": _or_null(_text("the partner of an agreement, the body of an audit; null else")),
        "day": day | {"description": "the last day on which it is good"},
        "over": {"type": "boolean", "description": "whether that day is before as_of"},
    }
    keyless = {
        "provider": _text("the provider's id"),
        "authority": _or_null(
            _text("as in providers/v1; null where the maintainers never admitted it nor a key of it")
        ),
    }
    gap = {
        "rule": _text("the rule that asks for it; the document's own missing has its clause and its words"),
        "member": _or_null(_text("the member of the definition, or after offer. of the offer; null where it is none")),
    }
    score = {
        "mc": _REF,
        "version": _number("the current version, which the score is of"),
        "status": _STATUS,
        "stated": _count("how many of the rules find what they ask for"),
        "asked": _number("how many rules ask this micro-credential for a statement"),
        "missing": _list("what is missing", _object("one thing", gap)),
    }
    standing = {
        "mc": _REF,
        "version": _number("a version that can be awarded"),
        "band": _words("how many credentials were published of it", *BANDS),
    }
    rule = {
        "rule": _text("the rule of the catalogue"),
        "clause": _text("the clause of the guideline that the rule comes from"),
        "asks_for": _texts("what the rule asks for"),
        "published": _count("how many that are awarded now (active or teach_out) miss what it asks for"),
        "drafts": _count("how many drafts do"),
    }
    members = {
        "as_of": _or_null(day | {"description": "the day that dates were held against; null outside of git"}),
        "soon_days": _number("how many days ahead of as_of is soon"),
        "dues": _list("what is over or due soon, the longest over first", _object("one thing", due)),
        "without_key": _list("the providers without a key that may sign", _object("one provider", keyless)),
        "drafts": _list("the ids of the drafts", _REF),
        "counts": _object("how many micro-credentials there are", _board_counts()),
        "standing": _list("credentials on each version, as bands only", _object("one version", standing)),
        "missing": _list("the rules that miss something, the most missed first", _object("one rule", rule)),
        "scores": _list(
            "every micro-credential against the guideline, the least complete first", _object("one", score)
        ),
    }
    about = "/api/v1/board.json: what is overdue, incomplete or missing, and counts."
    return _document("board", about, members, _BOARD_EXAMPLE)


def _board_counts() -> Mapping[str, Schema]:
    entry = {
        "value": _or_null(_text("the value; null where it is not stated")),
        "mcs": _count("how many micro-credentials have it; one of several modes counts for each"),
    }
    about = {
        "provider": "by provider's id",
        "status": "by status",
        "type": "by type",
        "level": "by framework's id and level, parted by /",
        "field": "by broad field, the first two digits of ISCED-F 2013",
        "mode": "by mode of delivery",
        "credits": "by size in each one's own credits: unstated, none, or a band (1-2 is 1 to under 3)",
    }
    return {name: _list(text, _object("one value", entry)) for name, text in about.items()}


def _ctdl() -> Schema:
    """The document is JSON-LD and has no envelope: its context says what its members mean."""
    node = {"type": "object", "required": ["@type"], "properties": {"@type": _text("the class of the node")}}
    members = {
        "@context": {"const": "https://credreg.net/ctdl/schema/context/json", "type": "string"}
        | {"description": "the context of CTDL"},
        "@id": _address("the id of the current version's Achievement, which credentials name"),
        "@type": {"const": "ceterms:MicroCredential", "type": "string", "description": "the class in CTDL"},
        "ceterms:ctid": {
            "type": "string",
            "pattern": "^ce-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            "description": "ce- and the UUID (version 5, namespace URL) of @id, always the same one",
        },
        "ceterms:name": _texts("the title"),
        "ceterms:subjectWebpage": _address("its page"),
        "ceterms:inLanguage": _list("the language in which credentials are written", _text("a language tag")),
        "ceterms:ownedBy": _list("the provider; @id is its DID", node),
    }
    more = {
        "ceterms:description": _texts("the summary"),
        "ceterms:credentialStatusType": _list("stated while it is on offer: credentialStat:Active", node),
        "ceterms:keyword": _map("subject headings for each language tag", _list("texts", _text("a text"))),
        "ceterms:audienceLevelType": _list("its level in a qualifications framework", node),
        "ceterms:creditValue": _list("its size in credits", node),
        "ceterms:requires": _list("the rule of completion and the learning outcomes", node),
        "ceterms:estimatedCost": _list("the fee now", node),
    }
    identity = f"{_SITE}/mc/{_MC}/v2.json"
    example = {
        "@context": "https://credreg.net/ctdl/schema/context/json",
        "@id": identity,
        "@type": "ceterms:MicroCredential",
        "ceterms:ctid": f"ce-{uuid.uuid5(uuid.NAMESPACE_URL, identity)}",
        "ceterms:name": _ENTRY_EXAMPLE["title"],
        "ceterms:subjectWebpage": _ENTRY_EXAMPLE["page"],
        "ceterms:inLanguage": ["en"],
        "ceterms:ownedBy": [
            {
                "@id": "did:web:bukti.example:issuers:universiti-contoh",
                "@type": "ceterms:CredentialOrganization",
                "ceterms:name": {"en": "Universiti Contoh"},
                "ceterms:subjectWebpage": "https://contoh.example/",
            }
        ],
    }
    about = "/api/v1/ctdl/<provider>/<mc>.json: the current version in CTDL; what is not known is left out."
    schema = _object(about, members)
    schema["properties"] |= more
    return {"title": "ctdl/v1", **schema, "examples": [example]}


def _elm() -> Schema:
    """JSON-LD without an envelope, like CTDL."""
    organisation = _typed("Organisation", "the provider; @id is its DID", {"legalName": _texts("its name")})
    members = {
        "@context": {"const": _ELM_CONTEXT, "type": "string", "description": "the context of the model"},
        "@id": _address("the address of its page under the registry's own, with #opportunity"),
        "@type": {"const": "LearningOpportunity", "type": "string", "description": "the class in the model"},
        "title": _texts("the title"),
        "homepage": _typed("WebResource", "its page", {"contentURL": _address("the address")}),
        "providedBy": organisation,
        "learningAchievementSpecification": _elm_specification(),
    }
    about = "/api/v1/elm/<provider>/<mc>.json: what is on offer now, in the European Learning Model 3."
    schema = _object(about, members)
    schema["properties"] |= {
        "description": _texts("the summary"),
        "elm:defaultLanguage": _concept("the language in which credentials are written"),
        "mode": _list("how it is taught", _concept("one of the Commission's modes of learning and assessment")),
    }
    return {"title": "elm/v1", **schema, "examples": [_elm_example()]}


def _elm_specification() -> Schema:
    outcome = {"title": _texts("the outcome, or the label of the skill")}
    schema = _typed(
        "LearningAchievementSpecification",
        "what is learnt; @id is the id of the current version's Achievement, which credentials name",
        {"title": _texts("the title")},
    )
    points = {"framework": _concept("the ECTS"), "point": _text("the number of points")}
    schema["properties"] |= {
        "altLabel": _map("other names for each language tag", _list("names", _text("a name"))),
        "category": _texts("the word micro-credential"),
        "thematicArea": _list("its field of ISCED-F 2013", _concept("a field")),
        "volumeOfLearning": {
            "type": "string",
            "pattern": r"^PT\d+H(\d+M)?$",
            "description": "notional learning hours as a duration",
        },
        "creditPoint": _list("its size, only where that is in ECTS points", _typed("CreditPoint", "", points)),
        "educationLevel": _list("its national level, and that of the EQF where formally referenced", _concept("one")),
        "entryRequirement": _typed("Note", "what learners need beforehand", {}),
        "language": _list("the languages in which it is taught", _concept("one language")),
        "learningOutcome": _list("what credentials state, then the skills", _typed("LearningOutcome", "", outcome)),
    }
    return schema


def _typed(name: str, description: str, members: Mapping[str, Schema]) -> Schema:
    kind = {"const": name, "type": "string", "description": "the class in the model"}
    return _object(description or f"a {name}", {"@type": kind, **members})


def _concept(description: str) -> Schema:
    scheme = _typed("ConceptScheme", "the vocabulary", {"@id": _address("its address")})
    return _typed("Concept", description, {"@id": _address("its address"), "inScheme": scheme})


def _elm_example() -> Schema:
    language = {
        "@id": f"{_EU_LANGUAGES}/ENG",
        "@type": "Concept",
        "inScheme": {"@id": _EU_LANGUAGES, "@type": "ConceptScheme"},
    }
    return {
        "@context": _ELM_CONTEXT,
        "@id": f"{_SITE}/catalogue/{_MC}/#opportunity",
        "@type": "LearningOpportunity",
        "title": _ENTRY_EXAMPLE["title"],
        "homepage": {"@type": "WebResource", "contentURL": _ENTRY_EXAMPLE["page"]},
        "providedBy": {
            "@id": "did:web:bukti.example:issuers:universiti-contoh",
            "@type": "Organisation",
            "legalName": {"en": "Universiti Contoh"},
        },
        "learningAchievementSpecification": {
            "@id": f"{_SITE}/mc/{_MC}/v2.json",
            "@type": "LearningAchievementSpecification",
            "title": _ENTRY_EXAMPLE["title"],
            "volumeOfLearning": "PT120H",
            "language": [language],
            "learningOutcome": [{"@type": "LearningOutcome", "title": {"en": "Explain how data are collected."}}],
        },
        "elm:defaultLanguage": language,
    }
