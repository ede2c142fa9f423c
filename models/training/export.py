"""Turns a checkpoint into model.onnx and the fixture that proves Node's scores equal PyTorch's.

    python export.py --run run/ --line steel-strip --models ../ --fixture ../../test/fixture --parts DIR --data DIR [DIR …]

The card is written afterwards by `npx jidoka calibrate`, so that the features of the input monitor have one implementation.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from network import InspectionNetwork, Shipped
from parts import SIZE, Parts
from train import CLASSES


def averaged(run: Path, classes: int) -> InspectionNetwork:
    """The moving average of the weights, the better judge of the two."""
    saved = torch.load(run / "checkpoint.pt")["average"]
    network = InspectionNetwork(classes)
    network.load_state_dict({name.removeprefix("module."): value for name, value in saved.items() if name.startswith("module.")})
    return network.eval()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--run", type=Path, required=True)
    options.add_argument("--line", default="steel-strip")
    options.add_argument("--models", type=Path, required=True)
    options.add_argument("--fixture", type=Path, required=True)
    options.add_argument("--data", nargs="+", required=True, help="the folders that it was trained on")
    options.add_argument("--parts", required=True, help="generated parts for the fixture")
    given = options.parse_args()
    classes = CLASSES[given.line]
    network = averaged(given.run, len(classes))
    shipped = Shipped(network).eval()
    target = given.models / given.line / "model.onnx"
    torch.onnx.export(
        shipped,
        torch.zeros(1, 1, SIZE, SIZE, dtype=torch.uint8),
        target,
        input_names=["pixels"],
        output_names=["maps"],
        dynamic_axes={"pixels": {0: "n"}, "maps": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(target))
    parameters = sum(value.numel() for value in network.parameters())

    parts = Parts(given.parts, classes)
    marked = [index for index, truth in enumerate(parts.truths) if truth["marks"]][:4]
    cases = []
    given.fixture.mkdir(parents=True, exist_ok=True)
    for index in marked:
        pixels = np.ascontiguousarray(parts.frames[index])
        with torch.no_grad():
            maps = shipped(torch.from_numpy(pixels)[None, None])[0].numpy()
        cells = [(int(c), int(y), int(x)) for c in range(maps.shape[0]) for y, x in peaks(maps[c])]
        cases.append({"part": index, "values": [[c, y, x, round(float(maps[c, y, x]), 7)] for c, y, x in cells]})
    fixture = {"line": given.line, "seed": data_card(given.parts)["seed"], "prevalence": data_card(given.parts)["prevalence"], "parameters": parameters, "torch": torch.__version__, "cases": cases}
    (given.fixture / f"{given.line}-parity.json").write_text(json.dumps(fixture, indent=1) + "\n")
    log = [json.loads(line) for line in (given.run / "log.ndjson").open()]
    training = {"parameters": parameters, "bytes": target.stat().st_size, "torch": torch.__version__, "opset": 17}
    training |= {"last": log[-1], "seeds": [data_card(folder)["seed"] for folder in given.data]}
    training |= {"parts": sum(data_card(folder)["parts"] for folder in given.data)}
    training |= {"command": (given.run / "command.txt").read_text().strip()}
    training |= {"curve": [[entry["step"], entry["cells"], entry["judged"]] for entry in log if entry["step"] % 1000 == 0]}
    (given.models / given.line / "training.json").write_text(json.dumps(training, indent=1) + "\n")
    print(json.dumps(training))


def data_card(folder: str) -> dict:
    return json.loads((Path(folder) / "data-card.json").read_text())


def peaks(channel: np.ndarray):
    """The highest cell and four fixed ones."""
    top = np.unravel_index(int(channel.argmax()), channel.shape)
    return [top, (0, 0), (17, 93), (64, 64), (127, 5)]


if __name__ == "__main__":
    main()
