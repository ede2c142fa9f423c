"""Reads what `jidoka generate --format raw` wrote, and cuts training crops around marks."""

import json
from pathlib import Path

import numpy as np

SIZE = 512
STRIDE = 4  # the maps' cell, pixels
MARGIN = 3  # cells at a crop's edge that see padding instead of steel


class Parts:
    """Frames and masks stay on disk; only crops come into memory."""

    def __init__(self, folder: str, classes: list[str]):
        root = Path(folder)
        self.truths = [json.loads(line) for line in (root / "parts.ndjson").open()]
        count = len(self.truths)
        self.frames = np.memmap(root / "frames.u8", np.uint8, "r", shape=(count, SIZE, SIZE))
        self.masks = np.memmap(root / "masks.u8", np.uint8, "r", shape=(count, SIZE, SIZE))
        self.classes = classes
        # Marks that only their size can judge: most of what is learnt is learnt from these.
        self.near = [
            (index, number)
            for index, truth in enumerate(self.truths)
            for number, mark in enumerate(truth["marks"])
            if mark["sizeOverLimit"] is not None and 0.7 <= mark["sizeOverLimit"] <= 1.45
        ]

    def __len__(self) -> int:
        return len(self.truths)


def crop(parts: Parts, rng: np.random.Generator, size: int, marked_share: float, near_share: float):
    """One crop with targets on the maps' grid, as a tuple of arrays.

    pixels uint8 [size, size]; over, ratio, weight float32 [g, g]; classes float32 [k, g, g]; label float32:
    1 if a whole mark over its limit lies inside. Marks cut by the border weigh nothing: their size is unknown.
    """
    index, chosen = parts.near[int(rng.integers(len(parts.near)))]
    if rng.random() >= near_share:
        index, chosen = int(rng.integers(len(parts))), None
    marks = parts.truths[index]["marks"]
    left, top = rng.integers(0, SIZE - size + 1, 2)
    if chosen is not None or (marks and rng.random() < marked_share):
        box = marks[int(rng.integers(len(marks))) if chosen is None else chosen]["box"]
        left, top = (around(rng, box[a], box[b], size) for a, b in (("x", "width"), ("y", "height")))
    window = np.s_[index, top : top + size, left : left + size]
    mask = parts.masks[window]
    cells = size // STRIDE
    over = np.zeros((cells, cells), np.float32)
    ratio = np.zeros((cells, cells), np.float32)
    weight = np.ones((cells, cells), np.float32)
    classes = np.zeros((len(parts.classes), cells, cells), np.float32)
    # A crop's own edge is no edge of the part: what lies there is judged only where the frame ends too.
    first_x, first_y = (0 if start == 0 else MARGIN for start in (left, top))
    last_x, last_y = (cells if start + size == SIZE else cells - MARGIN for start in (left, top))
    judged = np.zeros_like(weight)
    judged[first_y:last_y, first_x:last_x] = 1
    weight *= judged
    label = 0.0
    for number, mark in enumerate(marks, 1):
        inside = (mask == number).reshape(cells, STRIDE, cells, STRIDE).sum((1, 3))
        covered = inside >= 2
        count = int(covered.sum())
        if count == 0:
            continue
        rim = grow(inside > 0)
        if (judged[covered] == 0).any() or not within(mark["box"], left, top, size):
            weight[grow(rim)] = 0
            continue
        weight[rim] = 0
        weight[covered] = max(1.0, 48 / count)
        over_limit = mark["sizeOverLimit"]
        if over_limit is None:
            continue
        ratio[covered] = np.log2(over_limit)
        classes[parts.classes.index(mark["class"])][covered] = 1
        if over_limit >= 1:
            over[covered] = 1
            label = 1.0
    return parts.frames[window], over, ratio, weight, classes, np.float32(label)


def around(rng, start: float, extent: float, size: int) -> int:
    """A window start such that the extent lies inside where it fits."""
    slack = max(size - extent - 24, 1)
    offset = start - 12 - rng.random() * slack
    return int(np.clip(offset, 0, SIZE - size))


def within(box, left: int, top: int, size: int) -> bool:
    """Whether the crop holds the whole mark; a frame holds each of its marks whole."""
    return (
        box["x"] >= left
        and box["y"] >= top
        and box["x"] + box["width"] <= left + size
        and box["y"] + box["height"] <= top + size
    )


def grow(cells: np.ndarray) -> np.ndarray:
    """The cells and their eight neighbours."""
    padded = np.pad(cells, 1)
    rows = padded[:-2] | padded[1:-1] | padded[2:]
    return rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
