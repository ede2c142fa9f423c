"""Trains an inspection network on crops of generated parts. Seeded, resumable.

    python train.py --data DIR --steps 30000 --out run/             the small network of one line
    python train.py --data DIR DIR … --general --steps 30000 --out run/   the one that looks again, at all lines
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from network import HEADS, WIDTHS, general, scale_of, small
from parts import Parts, crop
from replay import Replay, regrets_of


def card_of(folder) -> dict:
    return json.loads((Path(folder) / "data-card.json").read_text())


def classes_of(folders) -> list[str]:
    """In the order of the outputs."""
    return list(dict.fromkeys(name for folder in folders for name in card_of(folder)["classes"]))


class Crops(torch.utils.data.IterableDataset):
    """Batches of crops, [n, channels, size, size] and targets; one line's crops are grey or in colour, all lines' in colour."""

    def __init__(self, folders, left_out, most, strange, plain, turn, channels, size, batch, seed):
        self.arguments = (folders, left_out, most, strange, plain, turn, channels, size, batch, seed)

    def __iter__(self):
        folders, left_out, most, strange, plain, turn, channels, size, batch, seed = self.arguments
        sources = [Parts(folder, classes_of(folders), left_out, most) for folder in folders]
        rng = np.random.default_rng(seed)
        while True:
            crops = [crop(sources[int(rng.integers(len(sources)))], rng, size, 0.45, plain, strange) for _ in range(batch)]
            if turn:
                crops = [turned(one, rng) for one in crops]
            pixels, *targets = zip(*crops)
            columns = [np.stack([tinted(picture, rng) for picture in pixels])] if channels == 3 else [np.stack(pixels)]
            yield tuple(torch.from_numpy(column) for column in columns + [np.stack(target) for target in targets])


def turned(one, rng):
    """A crop in one of the eight ways that a square can lie."""
    pixels, *maps, label = one
    turns, is_mirrored = int(rng.integers(4)), rng.random() < 0.5

    def lay(values, axes):
        return np.rot90(np.flip(values, axes[1]) if is_mirrored else values, turns, axes)

    return lay(pixels, (0, 1)), *(lay(values, (-2, -1)) for values in maps), label


def tinted(pixels: np.ndarray, rng) -> np.ndarray:
    """Materials that training does not see have other colours: channels change places, and each its strength."""
    if pixels.shape[2] == 1:
        return np.repeat(pixels, 3, axis=2)
    order = rng.permutation(3) if rng.random() < 0.6 else [0, 1, 2]
    gain = np.exp(rng.uniform(-0.15, 0.15, 3)).astype(np.float32)
    return np.clip(pixels[:, :, order] * gain, 0, 255).astype(np.uint8)


def loss_of(logits, over, marked, ratio, sized, weight, classes, label):
    """Cells: is a mark here, of which class, how large, over its limit. Crop: is any over, by the peak."""
    scale = scale_of(logits)
    away = (ratio - logits[:, 1]) / scale
    size = (away + 2 * functional.softplus(-away) + torch.log(scale)) * sized
    log_over = functional.logsigmoid(logits[:, 0]) + functional.logsigmoid(logits[:, 1] / scale)
    cell = cross_entropy(log_over, over)
    mark = functional.binary_cross_entropy_with_logits(logits[:, 0], marked, reduction="none")
    kind = functional.binary_cross_entropy_with_logits(logits[:, HEADS:], classes, reduction="none").sum(1)
    peak = log_over.masked_fill(weight == 0, -20).flatten(1).amax(1)
    judged = cross_entropy(peak, label).mean()
    cells = ((cell + 0.5 * mark + 0.5 * kind + 0.5 * size) * weight).sum() / weight.sum() * 4
    off = (torch.abs(ratio - logits[:, 1]) * sized * weight).sum() / (sized * weight).sum().clamp(min=1)
    return cells, judged, off, regrets_of(cell, ratio, sized, weight)


def cross_entropy(log_probability, truth):
    """Binary, of a probability given as its logarithm."""
    log_rest = torch.log1p(-torch.exp(log_probability.clamp(max=-1e-6)))
    return -(truth * log_probability + (1 - truth) * log_rest)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", nargs="+", required=True)
    options.add_argument("--general", action="store_true")
    options.add_argument("--leave-out", help="a class that it never sees: not as a mark, not as background")
    options.add_argument("--strange", type=float, default=0.12, help="share of crops with a mark of no class")
    options.add_argument("--most", type=int, help="so many parts of each folder; all: leave it out")
    options.add_argument("--widths", type=int, nargs=5, default=WIDTHS, help="channels at a half, a quarter … of the pixels")
    options.add_argument("--steps", type=int, default=30_000)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--again", type=int, default=10, help="crops a batch, besides, that went wrong before")
    options.add_argument("--plain", type=float, default=0.2, help="share of crops from anywhere, not around a mark")
    options.add_argument("--turn", action="store_true", help="crops lie in any of eight ways; where light and grain allow it")
    options.add_argument("--crop", type=int, default=128)
    options.add_argument("--rate", type=float, default=3e-3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--init", help="a checkpoint to start from")
    options.add_argument("--fixed-norm", action="store_true", help="norms stay as they are: of a network that warm.py took up again")
    options.add_argument("--out", required=True)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    out = Path(given.out)
    out.mkdir(parents=True, exist_ok=True)
    command = {name: value for name, value in vars(given).items() if name not in ("data", "out", "threads", "init") and value}
    (out / "command.json").write_text(json.dumps(command | {"data": [card_of(folder) for folder in given.data]}))
    classes = classes_of(given.data)
    channels = 3 if given.general else card_of(given.data[0])["recipe"]["channels"]
    network = general(len(classes)) if given.general else small(len(classes), channels, given.widths)
    network = network.to(memory_format=torch.channels_last)
    if given.init:
        begun = torch.load(given.init)
        network.load_state_dict(begun["network"])
        (out / "before.json").write_text(json.dumps(begun.get("before")))
    average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999), use_buffers=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=given.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, given.rate, total_steps=given.steps, pct_start=0.05)
    step = 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        step = saved["step"]
        for name, holder in (("network", network), ("average", average), ("optimizer", optimizer)):
            holder.load_state_dict(saved[name])
        # Not taken over: a run may be taken up with more steps, or fewer, than it began with.
        schedule.last_epoch = step
    crops = torch.utils.data.DataLoader(
        Crops(given.data, given.leave_out, given.most, given.strange, given.plain, given.turn, channels, given.crop, given.batch, given.seed * 1_000_003 + step), batch_size=None, num_workers=1
    )
    began = time.time()
    sums = np.zeros(3)
    log = (out / "log.ndjson").open("a")
    replay = Replay(given.seed + step)
    for fresh in crops:
        if step >= given.steps:
            break
        again = replay.draw(given.again)
        columns = [torch.cat([column, torch.stack(old)]) for column, old in zip(fresh, zip(*(crop[2] for crop in again)))] if again else fresh
        pixels, *targets = columns
        network.train()
        if given.fixed_norm:
            for layer in network.modules():
                layer.train(not isinstance(layer, torch.nn.BatchNorm2d))
        # Full convolutions are twice as fast in bfloat16 where the processor has it; separable ones are not.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=given.general):
            logits = network(pixels.permute(0, 3, 1, 2))
        cells, judged, off, regrets = loss_of(logits.float(), *targets)
        replay.keep(columns, regrets, [1] * len(fresh[0]) + [crop[1] + 1 for crop in again])
        optimizer.zero_grad(set_to_none=True)
        (cells + 0.5 * judged).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update_parameters(network)
        step += 1
        sums += (cells.item(), judged.item(), off.item())
        if step % 250 == 0:
            cells, judged, off = (round(value, 5) for value in sums / 250)
            line = {"step": step, "cells": cells, "judged": judged, "sizeOff": off, "seconds": round(time.time() - began)}
            print(json.dumps(line), flush=True)
            log.write(json.dumps(line) + "\n")
            log.flush()
            sums[:] = 0
        if step % 1000 == 0 or step == given.steps:
            state = {"step": step, "classes": classes, "channels": channels, "general": given.general, "widths": given.widths}
            state |= {"network": network.state_dict(), "average": average.state_dict()}
            state |= {"optimizer": optimizer.state_dict()}
            torch.save(state, out / "checkpoint.tmp")
            (out / "checkpoint.tmp").rename(checkpoint)


if __name__ == "__main__":
    main()
