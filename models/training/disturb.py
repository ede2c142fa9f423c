"""Photographs that are worse than the envelope allows: what a network should doubt, not pass, when lens and light drift.

As `datasets/disturbance.ts` has them: out of focus, smeared along the travel, noisy. A crop was already exposed, so the noise
that a blur took away is given back.
"""

import numpy as np

DEFOCUS_PX, MOTION_PX, NOISE = (0.6, 2.5), (2, 11), (2, 14)  # standard deviation; length; standard deviation, grey levels
USUAL_NOISE = (1.5, 3)


def disturbed(pixels: np.ndarray, rng) -> np.ndarray:
    """pixels uint8 [size, size, channels], disturbed in one of the three ways."""
    way = rng.integers(3)
    picture = pixels.astype(np.float32)
    if way == 0:
        kernel = gaussian(rng.uniform(*DEFOCUS_PX))
        picture = blurred(blurred(picture, kernel, 0), kernel, 1)
    if way == 1:
        picture = blurred(picture, smear(rng.uniform(*MOTION_PX)), 0)
    sigma = rng.uniform(*(NOISE if way == 2 else USUAL_NOISE))
    return np.clip(picture + rng.normal(0, sigma, picture.shape) + 0.5, 0, 255).astype(np.uint8)


def gaussian(sigma: float) -> np.ndarray:
    reach = int(np.ceil(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return kernel / kernel.sum()


def smear(length: float) -> np.ndarray:
    reach = int(np.ceil(length / 2))
    offsets = np.abs(np.arange(-reach, reach + 1))
    kernel = np.clip(length / 2 + 0.5 - offsets, 0, 1)
    return kernel / kernel.sum()


def blurred(picture: np.ndarray, kernel: np.ndarray, axis: int) -> np.ndarray:
    """Past the edge the last pixel is repeated."""
    reach = len(kernel) // 2
    size = picture.shape[axis]
    padded = np.pad(picture, [(reach, reach) if side == axis else (0, 0) for side in range(3)], mode="edge")
    shifted = (np.take(padded, range(start, start + size), axis) for start in range(len(kernel)))
    return sum(weight * moved for weight, moved in zip(kernel.astype(np.float32), shifted))
