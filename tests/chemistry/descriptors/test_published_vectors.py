from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.chemistry.descriptors.published_vectors import LENGTH, PublishedVectors
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.products import find_product
from ostwald.errors import InputError, MissingDataError


def write(folder: Path, names: list[str], features: np.ndarray) -> None:
    target = folder / "recipes/gu2025"
    target.mkdir(parents=True)
    np.savez(target / "unimol_descriptors.npz", names=np.array(names), features=features)


def test_lookup_by_abbreviation_with_a_flag(tmp_path: Path) -> None:
    features = np.arange(3 * LENGTH, dtype=np.float32).reshape(3, LENGTH)
    write(tmp_path, ["OA", "PbSe", "OA@PbO"], features)
    vectors = PublishedVectors.load(tmp_path)
    assert len(vectors.names) == LENGTH + 1
    acid = vectors.vector(find_reagent("oleic acid"))
    assert acid[:3].tolist() == [0, 1, 2]
    assert acid[-1] == 1
    assert not vectors.vector(find_reagent("OLA")).any()
    assert vectors.of_product(find_product("PbSe"))[0] == LENGTH
    lead_oleate = vectors.of_intermediate(find_reagent("PbO"), find_reagent("OA"))
    assert lead_oleate[0] == 2 * LENGTH


def test_missing_and_broken_files(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="ostwald data fetch"):
        PublishedVectors.load(tmp_path)
    write(tmp_path, ["OA"], np.zeros((1, 3), dtype=np.float32))
    with pytest.raises(InputError, match="shape"):
        PublishedVectors.load(tmp_path)
    (tmp_path / "recipes/gu2025/unimol_descriptors.npz").write_bytes(b"not a zip")
    with pytest.raises(InputError, match="cannot read"):
        PublishedVectors.load(tmp_path)


def test_the_published_file(data_dir: Path) -> None:
    vectors = PublishedVectors.load(data_dir)
    assert len(vectors.vectors) == 1800
    assert vectors.vector(find_reagent("oleic acid")).any()
