"""The list of all skills in pages of a bounded size, in the order of each language."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from bukti.model.text import pick
from site_builder.collation import letter, sort_key
from site_builder.locale import direction
from site_builder.skills import Skill

PER_PAGE = 300
"""Skills on one page of the list."""


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of the list: its address, the letters that it goes from and to, and its skills."""

    address: str
    first: str
    last: str
    skills: tuple[Skill, ...]


def list_addresses(total: int) -> list[str]:
    """The addresses of the list's pages, the same in all languages; one page where there are no skills."""
    return [_address(number) for number in range(max(1, ceil(total / PER_PAGE)))]


def _address(number: int) -> str:
    return f"skills/{number + 1}/" if number else "skills/"


def list_pages(skills: Iterable[Skill], language: str) -> list[ListPage]:
    """The pages of the list by labels as readers of ``language`` look for them; none where there are no skills."""
    ordered = _in_order(skills, language)
    return [
        ListPage(
            address=address,
            first=letter(label(part[0], language)),
            last=letter(label(part[-1], language)),
            skills=tuple(part),
        )
        for number, address in enumerate(list_addresses(len(ordered)))
        if (part := ordered[number * PER_PAGE : (number + 1) * PER_PAGE])
    ]


def _in_order(skills: Iterable[Skill], language: str) -> list[Skill]:
    rtl = direction(language) == "rtl"
    return sorted(skills, key=lambda skill: (sort_key(label(skill, language), right_to_left=rtl), skill.slug))


def label(skill: Skill, language: str) -> str:
    """What the skill is called in ``language``; in another one where it has no such label."""
    return pick(skill.labels, language)[1]
