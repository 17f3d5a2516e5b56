"""The shipped model beside the paper's network: recipes a second, on the same recipes.

Run from the repository's root, with the extra ``train``: ``python -m benchmarks network_speed``.
Writes ``benchmarks/results/network_speed.json``. The paper's network is built here from its
published numbers (8 layers of width 256, 4 heads, feed-forward width 256, 514 inputs a token, 13
tokens and one to read out) with torch's own layers and random weights, and is timed on inputs that
lie ready: its features are looked up, ours are computed within the time.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from pathlib import Path

import torch
from torch import nn

from ostwald._files import write_text
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.evaluation.report import current_commit
from ostwald.prediction.predictor import Predictor
from ostwald.recipes.table import read_recipes

sys.path.insert(0, str(Path(__file__).parent))
from benchmarks.prediction_speed import RECIPES, make_table

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 3
BATCH = 1024


class PaperNetwork(nn.Module):
    """A transformer of the published size."""

    def __init__(self) -> None:
        super().__init__()
        self.embed, self.condition = nn.Linear(514, 256), nn.Linear(4, 32)
        self.readout = nn.Parameter(torch.zeros(1, 1, 256))
        layer = nn.TransformerEncoderLayer(256, 4, 256, dropout=0.0, batch_first=True)
        self.layers = nn.TransformerEncoder(layer, 8)
        self.join = nn.Linear(288, 256)
        self.size = nn.Sequential(nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 1))
        self.shape = nn.Linear(256, 11)

    def forward(
        self, tokens: torch.Tensor, conditions: torch.Tensor, absent: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        values = self.embed(tokens)
        values = torch.cat([self.readout.expand(len(values), -1, -1), values], 1)
        absent = torch.cat([absent.new_zeros(len(absent), 1), absent], 1)
        first = self.layers(values, src_key_padding_mask=absent)[:, 0]
        joined = torch.relu(self.join(torch.cat([self.condition(conditions), first], -1)))
        return self.size(joined), self.shape(joined)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "recipes.csv"
        make_table(path)
        recipes = [resolve_recipe(recipe) for recipe in read_recipes(path).recipes]
    model = Predictor.load().model
    network = PaperNetwork().eval()
    counts = torch.tensor([len(recipe.reagents) for recipe in recipes])
    absent = torch.arange(13)[None] >= counts[:, None]
    tokens, conditions = torch.randn(RECIPES, 13, 514), torch.randn(RECIPES, 4)
    times: dict[str, list[float]] = {"ostwald": [], "paper": []}
    for _ in range(REPEATS):  # side by side, so that both meet the same machine
        model.predict(recipes[:100])  # a model remembers the last recipes it was asked for
        start = time.perf_counter()
        model.predict(list(recipes))
        middle = time.perf_counter()
        with torch.inference_mode():
            for part in range(0, RECIPES, BATCH):
                rows = slice(part, part + BATCH)
                network(tokens[rows], conditions[rows], absent[rows])
        times["ostwald"].append(middle - start)
        times["paper"].append(time.perf_counter() - middle)
    medians = {name: sorted(values)[REPEATS // 2] for name, values in times.items()}
    result = {
        "format_version": 1,
        "recipes": RECIPES,
        "recipes_per_s": {name: RECIPES / seconds for name, seconds in medians.items()},
        "ratio": medians["paper"] / medians["ostwald"],
        "seconds": times,
        "threads": torch.get_num_threads(),
        "processor": platform.processor() or platform.machine(),
        "commit": current_commit(),
        "command": "python -m benchmarks network_speed",
    }
    write_text(ROOT / "benchmarks/results/network_speed.json", json.dumps(result, indent=1) + "\n")
    print(json.dumps(result["recipes_per_s"]), f"ratio {result['ratio']:.2f}")


if __name__ == "__main__":
    main()
