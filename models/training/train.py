"""Trains one line's inspection network on crops of generated parts. Seeded, resumable.

    python train.py --data DIR [DIR …] --line steel-strip --steps 30000 --out run/
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from network import InspectionNetwork
from parts import Parts, crop

CLASSES = {"steel-strip": ["scratch", "pit", "inclusion", "roll-mark"]}


class Crops(torch.utils.data.IterableDataset):
    def __init__(self, folders, classes, size, batch, seed):
        self.arguments = (folders, classes, size, batch, seed)

    def __iter__(self):
        folders, classes, size, batch, seed = self.arguments
        sources = [Parts(folder, classes) for folder in folders]
        rng = np.random.default_rng(seed)
        while True:
            crops = [crop(sources[int(rng.integers(len(sources)))], rng, size, 0.8, 0.4) for _ in range(batch)]
            yield tuple(torch.from_numpy(np.stack(column)) for column in zip(*crops))


def loss_of(logits, over, ratio, weight, classes, label):
    """Cells: is a mark over its limit here, of which class, how large. Crop: is any, by the peak."""
    cell = functional.binary_cross_entropy_with_logits(logits[:, 0], over, reduction="none")
    kind = functional.binary_cross_entropy_with_logits(logits[:, 2:], classes, reduction="none").sum(1)
    marked = classes.amax(1)
    size = functional.smooth_l1_loss(logits[:, 1], ratio, reduction="none", beta=0.1) * marked
    total = weight.sum()
    peak = logits[:, 0].masked_fill(weight == 0, -20).flatten(1).amax(1)
    judged = functional.binary_cross_entropy_with_logits(peak, label)
    return ((cell + 0.5 * kind + size) * weight).sum() / total * 4, judged


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", nargs="+", required=True)
    options.add_argument("--line", default="steel-strip")
    options.add_argument("--steps", type=int, default=30_000)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--crop", type=int, default=192)
    options.add_argument("--rate", type=float, default=3e-3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--init", help="a checkpoint to start from")
    options.add_argument("--out", required=True)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    out = Path(given.out)
    out.mkdir(parents=True, exist_ok=True)

    (out / "command.txt").write_text(f"python train.py --line {given.line} --steps {given.steps} --batch {given.batch} --crop {given.crop} --rate {given.rate} --seed {given.seed}" + (f" --init {Path(given.init).parent.name}/" if given.init else ""))
    classes = CLASSES[given.line]
    network = InspectionNetwork(len(classes)).to(memory_format=torch.channels_last)
    if given.init:
        network.load_state_dict(torch.load(given.init)["network"])
    average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999))
    optimizer = torch.optim.AdamW(network.parameters(), lr=given.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, given.rate, total_steps=given.steps, pct_start=0.05)
    step = 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        step = saved["step"]
        for name, holder in (("network", network), ("average", average), ("optimizer", optimizer), ("schedule", schedule)):
            holder.load_state_dict(saved[name])
    crops = torch.utils.data.DataLoader(
        Crops(given.data, classes, given.crop, given.batch, given.seed * 1_000_003 + step), batch_size=None, num_workers=1
    )
    began = time.time()
    sums = np.zeros(2)
    log = (out / "log.ndjson").open("a")
    for pixels, *targets in crops:
        if step >= given.steps:
            break
        network.train()
        logits = network(pixels[:, None].to(memory_format=torch.channels_last))
        cells, judged = loss_of(logits, *targets)
        optimizer.zero_grad(set_to_none=True)
        (cells + 0.5 * judged).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update_parameters(network)
        step += 1
        sums += (cells.item(), judged.item())
        if step % 250 == 0:
            line = {"step": step, "cells": round(sums[0] / 250, 5), "judged": round(sums[1] / 250, 5), "seconds": round(time.time() - began)}
            print(json.dumps(line), flush=True)
            log.write(json.dumps(line) + "\n")
            log.flush()
            sums[:] = 0
        if step % 1000 == 0 or step == given.steps:
            state = {"step": step, "network": network.state_dict(), "average": average.state_dict()}
            state |= {"optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
            torch.save(state, out / "checkpoint.tmp")
            (out / "checkpoint.tmp").rename(checkpoint)


if __name__ == "__main__":
    main()
