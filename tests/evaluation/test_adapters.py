from __future__ import annotations

import pytest

from ostwald.adaptation import adapt
from ostwald.errors import InputError
from ostwald.evaluation.adapters import find_adapter


def test_ways_by_name() -> None:
    assert find_adapter("shifted") is None
    assert find_adapter("conditioned") is adapt
    with pytest.raises(InputError, match=r"unknown adaptation 'magic'.*conditioned, shifted"):
        find_adapter("magic")
