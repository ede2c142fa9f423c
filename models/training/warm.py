"""Takes a shipped network up again: its weights, norms folded into them, as a start for train.py.

    python warm.py --model ../steel-strip --out run/steel-warm.pt
    python train.py --init run/steel-warm.pt --fixed-norm --widths 8 24 48 72 96 …
"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from network import HEADS, general, small


def warmed(folder: Path):
    graph = onnx.load(folder / "model.onnx").graph
    values = {item.name: torch.from_numpy(numpy_helper.to_array(item).copy()) for item in graph.initializer}
    # In the order in which the graph runs them, each with the norm that was folded into it; the others kept their names.
    convolutions = [node.input[1:] for node in graph.node if node.op_type == "Conv"]
    folded = [[values[name] for name in names] for names in convolutions if not names[0].startswith("network.")]
    training = json.loads((folder / "training.json").read_text())
    classes = training["classes"]
    assert len(values["network.head.bias"]) == len(classes) + HEADS
    widths = [len(folded[0][1]), len(folded[1][1]), values["network.up8.bias"].shape[0], values["network.up16.bias"].shape[0], values["network.up16.weight"].shape[1]]
    network = general(len(classes)) if training["options"].get("general") else small(len(classes), folded[0][0].shape[1], widths)
    for name, layer in network.named_modules():
        if isinstance(layer, torch.nn.Conv2d) and layer.bias is not None:
            layer.weight.data, layer.bias.data = values[f"network.{name}.weight"], values[f"network.{name}.bias"]
    norms = [layer for layer in network.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    plain = [layer for layer in network.modules() if isinstance(layer, torch.nn.Conv2d) and layer.bias is None]
    assert len(norms) == len(plain) == len(folded)
    for layer, norm, (weight, bias) in zip(plain, norms, folded):
        layer.weight.data = weight.reshape(layer.weight.shape)
        norm.running_mean.zero_()
        norm.running_var.fill_(1 - norm.eps)
        norm.bias.data = bias
    return network.eval()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    training = json.loads((given.model / "training.json").read_text())
    before = {name: training[name] for name in ("steps", "crops", "seconds", "data", "options")}
    before["sha256"] = hashlib.sha256((given.model / "model.onnx").read_bytes()).hexdigest()
    torch.save({"network": warmed(given.model).state_dict(), "before": before}, given.out)


if __name__ == "__main__":
    main()
