"""How large a pathway is: the credits of its required steps, and what the optional ones add.

Credits of different systems are never added up: each system has a size of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bukti.model.definition import Credits

Step = tuple[Credits | None, bool]
"""The credits of a step, None where it states none, and whether it is optional."""
_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Size:
    """Least and most credits of ``system``: of the required steps alone, and of the whole pathway."""

    system: str
    required: tuple[Decimal, Decimal]
    whole: tuple[Decimal, Decimal]


def sizes_of(steps: Iterable[Step], min_optional: int) -> tuple[Size, ...]:
    """The sizes by system, in the order in which the steps name the systems.

    The least is that of the smallest optional steps that satisfy ``min_optional``, the most that of all steps.
    """
    listed = list(steps)
    systems = dict.fromkeys(stated.system for stated, _ in listed if stated and stated.value is not None)
    return tuple(_size(system, listed, min_optional) for system in systems if system != "none")


def unsized(steps: Iterable[Step]) -> int:
    """How many steps carry no credits, or do not state them."""
    return sum(stated is None or stated.value is None or stated.system == "none" for stated, _ in steps)


def _size(system: str, steps: Sequence[Step], min_optional: int) -> Size:
    required = [_range(stated, system) for stated, optional in steps if not optional]
    chosen = [_range(stated, system) for stated, optional in steps if optional]
    low, high = (sum((ends[side] for ends in required), _ZERO) for side in (0, 1))
    # A step of another system counts as nothing here, so the smallest ones are chosen first.
    least = sum(sorted(ends[0] for ends in chosen)[:min_optional], _ZERO)
    most = sum((ends[1] for ends in chosen), _ZERO)
    return Size(system=system, required=(low, high), whole=(low + least, high + most))


def _range(stated: Credits | None, system: str) -> tuple[Decimal, Decimal]:
    if stated is None or stated.value is None or stated.system != system:
        return _ZERO, _ZERO
    return stated.value, stated.max_value if stated.max_value is not None else stated.value
