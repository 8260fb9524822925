"""Draft definitions into the registry's folders; a file that is there already is never touched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bukti.errors import BuktiError
from bukti.files import atomic_write, make_folder
from bukti.importing.draft import Draft, unique_ids
from bukti.loading.yaml import dump_record
from bukti.model import Definition, Offer


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A draft with its id, its models and the files that it makes (path in the repository, text)."""

    draft: Draft
    definition: Definition
    offer: Offer
    files: tuple[tuple[Path, str], ...]


def plan(drafts: Sequence[Draft], provider: str) -> list[Planned]:
    """One planned micro-credential per draft, in order. Raises BuktiError naming the row that makes none."""
    ids = unique_ids(draft.key for draft in drafts)
    return [_planned(draft, provider, mc) for draft, mc in zip(drafts, ids, strict=True)]


def _planned(draft: Draft, provider: str, mc: str) -> Planned:
    definition = {
        "schema": "definition/v1", "provider": provider, "id": mc, "version": 1, "state": "draft", **draft.definition,
    }  # fmt: skip
    offer = {"schema": "offer/v1", "provider": provider, "id": mc, "status": "draft", "current": 1, **draft.offer}
    folder = Path("registry", provider, mc)
    try:
        models = Definition.model_validate(definition), Offer.model_validate(offer)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BuktiError(
            f"the row makes no draft: {place}: {first['msg']}",
            where=draft.origin,
            hint="mend the row, or take it out; nothing was written",
        ) from error
    return Planned(
        draft=draft,
        definition=models[0],
        offer=models[1],
        files=((folder / "v1.yaml", dump_record(definition)), (folder / "offer.yaml", dump_record(offer))),
    )


def write(repo: Path, planned: Sequence[Planned], advance: Callable[[], object]) -> Iterator[tuple[Path, bool]]:
    """Write the files; yields each path and whether it was written (False: it was there and stays as it is)."""
    for one in planned:
        for path, text in one.files:
            target = repo / path
            exists = target.exists()
            if not exists:
                make_folder(target.parent)
                atomic_write(target, text.encode(), create_only=True)
            yield path, not exists
        advance()
