"""Print the QR version (level M) that a card reaches for names of 24, 60 and 100 bytes."""

from datetime import date
from uuid import UUID

from bukti.card import Card, encode, qr_parts
from bukti.issuing.qr import qr_code

BASE = "https://registry.example/micro-credentia"


def sample(name_bytes: int, grade: int | str) -> Card:
    """A card at its largest: every number high, an expiry, a grade that no list holds."""
    return Card(
        group=b"\xff" * 2,
        template=b"\xff" * 6,
        uuid=UUID(int=2**128 - 1),
        valid_from=date(2026, 11, 1),
        valid_until=date(2029, 10, 31),
        status_index=0xFF_FFFF,
        key_number=255,
        results=(grade,),
        name="n" * name_bytes,
        signature=b"\xff" * 64,
    )


def qr_version(name_bytes: int, grade: int | str = "A+ ") -> int:
    """The version of the QR code of such a card, measured by making it."""
    return int(qr_code(qr_parts(BASE, sample(name_bytes, grade))).version)


def main() -> None:
    """One line for each size."""
    print(f"base address {BASE} ({len(BASE)} characters), a grade of 3 bytes, an expiry, level M")
    for size in (24, 60, 100):
        print(
            f"name of {size:3} bytes: card of {len(encode(sample(size, 'A+ ')))} bytes, QR version {qr_version(size)}"
        )


if __name__ == "__main__":
    main()
