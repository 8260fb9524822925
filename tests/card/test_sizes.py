"""Goal of the card: QR version at most 10 at level M for a 60-byte name, a grade, an expiry, a 40-character base."""

from tools.card_sizes import BASE, qr_version


def test_base_address_has_forty_characters() -> None:
    assert len(BASE) == 40


def test_versions_reached() -> None:
    assert {size: qr_version(size) for size in (24, 60, 100)} == {24: 9, 60: 10, 100: 11}


def test_a_listed_grade_is_no_larger() -> None:
    assert qr_version(60, grade=0) <= qr_version(60, grade="A+ ") <= 10
