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
from numpy.typing import NDArray

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
    own, others = convolution_arrays(model), convolution_arrays(other)
    if [[a.shape for a in arrays] for arrays in own] != [
        [a.shape for a in arrays] for arrays in others
    ]:
        raise InputError("the networks are of different builds", where=str(initial))
    nodes = [node for node in model.graph.node if node.op_type == "Conv"]
    fresh = []
    for number, (node, mine, theirs) in enumerate(zip(nodes, own, others, strict=True)):
        for place, (one, two) in enumerate(zip(mine, theirs, strict=True), start=1):
            mixed = ((1 - share) * one + share * two).astype(np.float32)
            # Equal arrays are stored once; the mixed ones each get a name of their own.
            node.input[place] = f"mixed_{number}_{place}"
            fresh.append(numpy_helper.from_array(mixed, node.input[place]))
    names = {tensor.name for tensor in fresh}
    for tensor in [t for t in model.graph.initializer if t.name in names]:
        model.graph.initializer.remove(tensor)  # of an earlier mixture
    model.graph.initializer.extend(fresh)
    _drop_unused(model)
    onnx.save(model, str(folder / NETWORK_FILE))
    description["sha256"] = hashlib.sha256((folder / NETWORK_FILE).read_bytes()).hexdigest()
    description["training"]["keep_initial"] = share
    write_text(folder / DESCRIPTION_FILE, json.dumps(description, indent=2) + "\n")


def convolution_arrays(model: Any) -> list[list[NDArray[np.float32]]]:
    """Read weight and bias of every convolution, in the order in which they run.

    Args:
        model: ONNX model.

    Returns:
        One list of arrays a convolution.
    """
    from onnx import numpy_helper

    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Identity" and node.input[0] in arrays:
            arrays[node.output[0]] = arrays[node.input[0]]
    nodes = [node for node in model.graph.node if node.op_type == "Conv"]
    return [[arrays[name] for name in node.input[1:]] for node in nodes]


def _drop_unused(model: Any) -> None:
    """Remove initialisers that no node reads, and identities that nothing reads."""
    graph = model.graph
    for _ in range(2):
        used = {name for node in graph.node for name in node.input}
        used |= {output.name for output in graph.output}
        for node in [n for n in graph.node if n.op_type == "Identity"]:
            if node.output[0] not in used:
                graph.node.remove(node)
        for tensor in [t for t in graph.initializer if t.name not in used]:
            graph.initializer.remove(tensor)
