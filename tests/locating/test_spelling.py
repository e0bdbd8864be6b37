"""Ukrainian names get a likely Russian spelling."""

from __future__ import annotations

import pytest

from svizho.locating.spelling import russian_of


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("чорнобаївка", "чорнобаевка"),
        ("калинівка", "калиновка"),
        ("рубці", "рубцы"),
        ("хрустальний", "хрустальный"),
        ("велика новосілка", "великая новоселка"),
        ("нижні сірогози", "нижние сирогозы"),
        ("лисичанськ", "лисичанск"),
        ("кринки", "кринки"),
        ("дібровне", "дибровное"),
    ],
)
def test_names(ukrainian: str, russian: str) -> None:
    assert russian_of(ukrainian) == russian
