"""Crops that went wrong although they are easy to judge: seen again until they go right (hard examples, Shrivastava et al. 2016)."""

import torch

CAPACITY = 2048
VISITS = 6  # what is wrong after so many is beyond this network
WRONG = 0.1  # cross-entropy of the worst cell: said with less than 90 %


def regrets_of(cell, ratio, sized, weight):
    """Worst cross-entropy [n] of the cells that are easy to judge: background, and marks far from their limit."""
    easy = (weight > 0) & ((sized == 0) | (ratio.abs() > 0.3))
    return cell.detach().masked_fill(~easy, 0).flatten(1).amax(1)


class Replay:
    def __init__(self, seed: int):
        self.crops = []  # (regret, visits, columns of one crop)
        self.chance = torch.Generator().manual_seed(seed)

    def draw(self, count: int) -> list:
        """So many crops, taken out; none while there are too few to choose from."""
        if len(self.crops) < 8 * count:
            return []
        chosen = set(torch.randperm(len(self.crops), generator=self.chance)[:count].tolist())
        drawn = [crop for index, crop in enumerate(self.crops) if index in chosen]
        self.crops = [crop for index, crop in enumerate(self.crops) if index not in chosen]
        return drawn

    def keep(self, columns, regrets, visits) -> None:
        """Keeps the worst; columns: of a batch, visits: how often each was seen."""
        for index, (regret, seen) in enumerate(zip(regrets.tolist(), visits)):
            if regret > WRONG and seen < VISITS:
                self.crops.append((regret, seen, [column[index].clone() for column in columns]))
        if len(self.crops) > CAPACITY:
            self.crops.sort(key=lambda crop: -crop[0])
            del self.crops[CAPACITY * 3 // 4 :]
