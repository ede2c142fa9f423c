"""Marks that are of no class: what a network has to refuse although nobody taught it (outlier exposure, Hendrycks et al. 2019).

Half are blots that lighten or darken what they cover, half are pieces of the same picture put in another place (CutPaste,
Li et al. 2021): copper where laminate should be, web where a tablet should be.
"""

import numpy as np

SMALLEST, LARGEST = 10, 40  # longest extent, pixels


def add_stranger(pixels: np.ndarray, free: np.ndarray, rng: np.random.Generator):
    """Paints one into pixels [size, size, channels] where `free` [size, size] is true all over.

    Returns (pixels, covered [size, size]), or None where no place was found.
    """
    size = len(pixels)
    shape = outline(rng)
    height, width = shape.shape
    for _ in range(6):
        top, left = int(rng.integers(12, size - 12 - height)), int(rng.integers(12, size - 12 - width))
        window = np.s_[top : top + height, left : left + width]
        if free[window][shape > 0].all():
            break
    else:
        return None
    under = pixels[window].astype(np.float32)
    grain = np.abs(np.diff(under.mean(2), axis=1)).mean() * 0.886 + 1
    if rng.random() < 0.5:
        tone = rng.normal(0, 0.35, pixels.shape[2]) + 1
        shade = 1 + rng.uniform(-0.8, 0.8) * np.linspace(-1, 1, height)[:, None, None]
        over = under + grain * np.exp(rng.uniform(np.log(4), np.log(20))) * rng.choice([-1, 1]) * tone * shade
    else:
        top, left = int(rng.integers(0, size - height)), int(rng.integers(0, size - width))
        over = pixels[top : top + height, left : left + width].astype(np.float32)
    cover = shape[:, :, None]
    change = (np.abs(over - under) * cover).sum() / cover.sum() / pixels.shape[2]
    if change < 3.5 * grain:
        return None
    painted = pixels.copy()
    painted[window] = np.clip(under + (over - under) * cover, 0, 255).astype(np.uint8)
    covered = np.zeros((size, size), bool)
    covered[window] = shape > 0.5
    return painted, covered


def outline(rng) -> np.ndarray:
    """Cover of an irregular blob or stroke, 0 to 1, soft at the edge."""
    half = np.exp(rng.uniform(np.log(SMALLEST), np.log(LARGEST))) / 2
    flat = rng.uniform(0.15, 1) if half > 8 else rng.uniform(0.5, 1)
    reach = int(half) + 2
    v, u = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    turn = rng.uniform(0, np.pi)
    along, across = u * np.cos(turn) + v * np.sin(turn), (v * np.cos(turn) - u * np.sin(turn)) / flat
    angle = np.arctan2(across, along)
    wave = sum(rng.uniform(0, 0.25 / k) * np.cos(k * angle + rng.uniform(0, 6.3)) for k in (2, 3, 5))
    inside = half * (1 + wave) / 1.2 - np.hypot(along, across)
    return np.clip(inside * flat + 0.5, 0, 1).astype(np.float32)
