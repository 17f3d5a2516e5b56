"""Mean of a trained network and the one that it started from.

Weights that were trained on from others lie close enough to them for their mean to be a network
too, one that keeps more of what the first could do (Wortsman et al., arXiv:2109.01903).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from ostwald._files import write_text
from ostwald.errors import InputError
from ostwald.microscopy.segmentation.network_model import (
    DESCRIPTION_FILE,
    NETWORK_FILE,
    read_description,
)


def blend_exported(folder: Path, initial: Path, share: float) -> None:
    """Mix the weights of an exported network with those of another, in place.

    Args:
        folder: Folder of the network that is changed; its description gets the new checksum.
        initial: Folder of the other network.
        share: Share of the other, 0 to 1.

    Raises:
        InputError: A network is missing, or the two are not of the same build.
    """
    import onnx
    from onnx import numpy_helper

    description = read_description(folder)
    read_description(initial)
    model, other = (onnx.load(str(f / NETWORK_FILE)) for f in (folder, initial))
    for network in (model, other):
        _unshare(network.graph)
    own = [n.input[1:] for n in model.graph.node if n.op_type == "Conv"]
    others = [n.input[1:] for n in other.graph.node if n.op_type == "Conv"]
    mine = {tensor.name: tensor for tensor in model.graph.initializer}
    theirs = {tensor.name: tensor for tensor in other.graph.initializer}
    if [[tuple(mine[name].dims) for name in names] for names in own] != [
        [tuple(theirs[name].dims) for name in names] for names in others
    ]:
        raise InputError("the networks are of different builds", where=str(initial))
    for names, sources in zip(own, others, strict=True):
        for name, source in zip(names, sources, strict=True):
            one = numpy_helper.to_array(mine[name])
            mixed = (1 - share) * one + share * numpy_helper.to_array(theirs[source])
            mine[name].CopyFrom(numpy_helper.from_array(mixed.astype(np.float32), name))
    onnx.save(model, str(folder / NETWORK_FILE))
    description["sha256"] = hashlib.sha256((folder / NETWORK_FILE).read_bytes()).hexdigest()
    description["training"]["keep_initial"] = share
    write_text(folder / DESCRIPTION_FILE, json.dumps(description, indent=2) + "\n")


def _unshare(graph: Any) -> None:
    """Give every use of an initialiser its own; the exporter lets equal ones share by Identity."""
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    for node in [n for n in graph.node if n.op_type == "Identity" and n.input[0] in tensors]:
        copy = graph.initializer.add()
        copy.CopyFrom(tensors[node.input[0]])
        copy.name = node.output[0]
        graph.node.remove(node)
