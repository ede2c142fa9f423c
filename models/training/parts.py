"""Reads what `jidoka generate --format raw` wrote, and cuts training crops around marks."""

import json
from itertools import islice
from pathlib import Path

import numpy as np

from stranger import add_stranger

SIZE = 512
STRIDE = 4  # the maps' cell, pixels
MARGIN = 3  # cells at a crop's edge that see padding instead of the part
# A defect that is there or not has no size: it counts as four times its limit.
ABSENT = 2.0


class Parts:
    """Frames and masks stay on disk; only crops come into memory.

    classes: the outputs of the network, in order; left_out: a class that it never sees; most: so many parts of the folder.
    """

    def __init__(self, folder: str, classes: list[str], left_out: str | None = None, most: int | None = None):
        root = Path(folder)
        self.truths = [json.loads(line) for line in islice((root / "parts.ndjson").open(), most)]
        count = len(self.truths)
        channels = json.loads((root / "data-card.json").read_text())["recipe"]["channels"]
        self.frames = np.memmap(root / "frames.u8", np.uint8, "r", shape=(count, SIZE, SIZE, channels))
        self.masks = np.memmap(root / "masks.u8", np.uint8, "r", shape=(count, SIZE, SIZE))
        self.classes = {name: index for index, name in enumerate(classes)}
        everything = [(index, number) for index, truth in enumerate(self.truths) for number in range(len(truth["marks"]))]
        self.left_out = left_out
        marks = [place for place in everything if self.mark(place)["class"] != left_out]
        self.marks = self.grouped(marks)
        # Marks that only their size can judge: most of what is learnt is learnt from these.
        self.near = self.grouped(place for place in marks if 0.7 <= (self.mark(place)["sizeOverLimit"] or 0) <= 1.45)

    def grouped(self, places) -> list[list]:
        """By class, look-alikes too: what is rare is taught as often as the rest."""
        groups = {}
        for place in places:
            groups.setdefault(self.mark(place)["class"], []).append(place)
        return list(groups.values())

    def mark(self, place):
        index, number = place
        return self.truths[index]["marks"][number]


def crop(parts: Parts, rng: np.random.Generator, size: int, near_share: float, plain_share: float, strange_share: float):
    """One crop with targets on the maps' grid, as a tuple of arrays.

    pixels uint8 [size, size, channels]; over, marked, ratio, sized, weight float32 [g, g]; classes float32 [k, g, g];
    label float32: 1 if a whole mark over its limit lies inside. Marks cut by the border weigh nothing: their size is
    unknown. A stranger is over its limit, is marked, and has neither size nor class.
    """
    chance = rng.random()
    if chance < plain_share:
        index = int(rng.integers(len(parts.truths)))
        left, top = (int(start) for start in rng.integers(0, SIZE - size + 1, 2))
    else:
        groups = parts.near if chance < plain_share + near_share else parts.marks
        places = groups[int(rng.integers(len(groups)))]
        index, number = places[int(rng.integers(len(places)))]
        box = parts.mark((index, number))["box"]
        left, top = (around(rng, box[a], box[b], size) for a, b in (("x", "width"), ("y", "height")))
    window = np.s_[index, top : top + size, left : left + size]
    mask = parts.masks[window]
    cells = size // STRIDE
    over = np.zeros((cells, cells), np.float32)
    marked = np.zeros((cells, cells), np.float32)
    ratio = np.zeros((cells, cells), np.float32)
    sized = np.zeros((cells, cells), np.float32)
    weight = np.ones((cells, cells), np.float32)
    classes = np.zeros((len(parts.classes), cells, cells), np.float32)
    # A crop's own edge is no edge of the part: what lies there is judged only where the frame ends too.
    first_x, first_y = (0 if start == 0 else MARGIN for start in (left, top))
    last_x, last_y = (cells if start + size == SIZE else cells - MARGIN for start in (left, top))
    judged = np.zeros_like(weight)
    judged[first_y:last_y, first_x:last_x] = 1
    weight *= judged
    label = 0.0
    marks = parts.truths[index]["marks"]
    pixels = parts.frames[window]
    if rng.random() < strange_share:
        strange = add_stranger(pixels, mask == 0, rng)
        if strange:
            pixels, covered = strange
            inside = covered.reshape(cells, STRIDE, cells, STRIDE).sum((1, 3))
            weight[grow(inside > 0) & (inside < 8)] = 0
            core = inside >= 8
            weight[core] *= max(1.0, 48 / max(1, int(core.sum())))
            over[core] = marked[core] = 1
            label = float((over * judged).any())
    for number in np.flatnonzero(np.bincount(mask.ravel(), minlength=1)):
        if number == 0:
            continue
        mark = marks[number - 1]
        inside = (mask == number).reshape(cells, STRIDE, cells, STRIDE).sum((1, 3))
        covered = inside >= 2
        count = int(covered.sum())
        if count == 0:
            continue
        rim = grow(inside > 0)
        # What is there or not has no size: any piece of it tells.
        is_cut = (judged[covered] == 0).any() or not within(mark["box"], left, top, size)
        if mark["class"] == parts.left_out or (is_cut and (mark["isLookAlike"] or mark["sizeOverLimit"] is not None)):
            weight[grow(rim)] = 0
            continue
        weight[rim] = 0
        weight[covered] = max(1.0, 48 / count) * judged[covered]
        if mark["isLookAlike"]:
            continue
        log_ratio = ABSENT if mark["sizeOverLimit"] is None else np.log2(mark["sizeOverLimit"])
        ratio[covered] = log_ratio
        sized[covered] = marked[covered] = 1
        classes[parts.classes[mark["class"]]][covered] = 1
        if log_ratio >= 0:
            over[covered] = 1
            label = max(label, float(judged[covered].max()))
    return pixels, over, marked, ratio, sized, weight, classes, np.float32(label)


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
