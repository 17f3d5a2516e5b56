import pytest

pytest.importorskip("torch")

import torch

from ostwald.models.deep.muon import Muon, orthogonal

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("shape", [(12, 30), (30, 12), (16, 16)])
def test_steps_keep_directions_and_have_singular_values_near_one(shape):
    torch.manual_seed(0)
    matrix = torch.randn(shape)
    found = orthogonal(matrix)
    assert found.shape == matrix.shape
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    along = torch.diagonal(left.T @ found @ right.T)
    assert float(along.min()) > 0.5
    assert float(along.max()) < 1.3
    assert torch.allclose(left @ torch.diag(along) @ right, found, atol=1e-4)


def test_it_steps_as_the_one_of_torch_but_for_its_half_precision():
    torch.manual_seed(0)
    mine = torch.nn.Parameter(torch.randn(40, 20))
    other = torch.nn.Parameter(mine.detach().clone())
    settings = {"lr": 0.02, "weight_decay": 0.01}
    steppers = [Muon([mine], **settings), torch.optim.Muon([other], **settings)]
    start = mine.detach().clone()
    for _ in range(3):
        mine.grad = other.grad = torch.randn(40, 20)
        for one in steppers:
            one.step()
    off, moved = (mine - other).detach().abs(), (mine - start).detach().abs()
    assert float(off.max()) < 0.02 * float(moved.max())
