"""Turns a checkpoint into model.onnx, training.json and the fixture that proves that Node computes what PyTorch computes.

    python export.py --run run/ --name steel-strip --models ../ --parts DIR --fixture ../../test/fixture

The card is written afterwards by `npx jidoka calibrate`, so that the features of the input monitor have one implementation.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from network import HEADS, Shipped, general, small
from parts import SIZE, Parts
from train import card_of

AGAIN = 96  # side of the crops that the general network looks at, pixels


def averaged(saved: dict):
    """The moving average of the weights, the better judge of the two."""
    classes = len(saved["classes"])
    network = general(classes) if saved["general"] else small(classes, saved["channels"], saved["widths"])
    weights = {name.removeprefix("module."): value for name, value in saved["average"].items() if name.startswith("module.")}
    network.load_state_dict(weights)
    return network.eval()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--run", type=Path, required=True)
    options.add_argument("--name", required=True, help="folder under models/")
    options.add_argument("--models", type=Path, required=True)
    options.add_argument("--fixture", type=Path, required=True)
    options.add_argument("--parts", required=True, help="generated parts for the fixture")
    given = options.parse_args()
    saved = torch.load(given.run / "checkpoint.pt")
    network = averaged(saved)
    shipped = Shipped(network).eval()
    folder = given.models / given.name
    folder.mkdir(exist_ok=True)
    target = folder / "model.onnx"
    side = AGAIN if saved["general"] else SIZE
    torch.onnx.export(
        shipped,
        torch.zeros(1, saved["channels"], side, side, dtype=torch.uint8),
        target,
        input_names=["pixels"],
        output_names=["maps"],
        dynamic_axes={"pixels": {0: "n"}, "maps": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(target))
    parameters = sum(value.numel() for value in network.parameters())

    card = card_of(given.parts)
    parts = Parts(given.parts, saved["classes"])
    cases = []
    for index in range(4):
        frame = parts.frames[index, :side, :side]
        pixels = np.repeat(frame, saved["channels"] // frame.shape[2], axis=2).transpose(2, 0, 1)
        with torch.no_grad():
            maps = shipped(torch.from_numpy(np.ascontiguousarray(pixels))[None])[0].numpy()
        cells = [(int(c), int(y), int(x)) for c in range(maps.shape[0]) for y, x in peaks(maps[c])]
        cases.append({"part": index, "values": [[c, y, x, round(float(maps[c, y, x]), 7)] for c, y, x in cells]})
    fixture = {"model": given.name, "line": card["line"], "seed": card["seed"], "prevalence": card["prevalence"], "side": side, "cases": cases}
    given.fixture.mkdir(parents=True, exist_ok=True)
    (given.fixture / f"{given.name}-parity.json").write_text(json.dumps(fixture, indent=1) + "\n")
    log = [json.loads(line) for line in (given.run / "log.ndjson").open()]
    command = json.loads((given.run / "command.json").read_text())
    data = command.pop("data")
    training = {"parameters": parameters, "bytes": target.stat().st_size, "torch": torch.__version__, "opset": 17}
    training |= {"classes": saved["classes"], "steps": saved["step"], "crops": saved["step"] * command["batch"], "seconds": seconds_of(log)}
    training |= {"data": [{name: card[name] for name in ("line", "seed", "parts")} for card in data], "options": command}
    training |= {"curve": [[entry["step"], entry["cells"], entry["judged"], entry["sizeOff"]] for entry in log if entry["step"] % 1000 == 0]}
    before = given.run / "before.json"
    training |= {"before": json.loads(before.read_text())} if before.exists() else {}
    (folder / "training.json").write_text(json.dumps(training, indent=1) + "\n")
    if saved["general"]:
        write_card(folder, saved["classes"], training)
    print(json.dumps({name: training[name] for name in ("parameters", "bytes", "steps", "crops", "seconds")} | {"last": log[-1]}))


def write_card(folder: Path, classes: list[str], training: dict):
    """Of the model that looks again; thresholds belong to the lines."""
    card = {
        "name": folder.name,
        "description": "Full-convolution encoder-decoder for crops of all lines: looks again where the small model of a line is in doubt.",
        "sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
        "input": {"name": "pixels", "sidePx": AGAIN},
        "output": {"name": "maps", "stridePx": 4, "scoreChannel": 0, "sizeChannel": 1, "firstClassChannel": HEADS},
        "classes": classes,
        "training": {name: training[name] for name in ("parameters", "steps", "crops", "seconds")},
        "shortfalls": ["Taught on simulated parts of these four lines only."],
    }
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def seconds_of(log) -> int:
    """Of all runs that the log holds: a run taken up again counts from zero."""
    return sum(entry["seconds"] for entry, after in zip(log, log[1:] + [{"seconds": -1}]) if after["seconds"] < entry["seconds"])


def peaks(channel: np.ndarray):
    """The highest cell and four fixed ones."""
    rows, columns = channel.shape
    top = np.unravel_index(int(channel.argmax()), channel.shape)
    return [top, (0, 0), (rows // 7, 3 * columns // 4), (rows // 2, columns // 2), (rows - 1, 5)]


if __name__ == "__main__":
    main()
