"""Trains the forecast of remaining life of one kind of machine: quantiles, from what watching sees. Seeded; minutes on one core.

    python forecast.py --train DIR --calibration DIR --seed 1 --name mill-spindle --models ../forecast
"""

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)  # of a life, at which the interval is held to its word
QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
TRUTHS = 4  # life, age, remaining, end
SENSORS, LINE = slice(3, 25), slice(25, 30)
WORN, SUDDEN = 0, 1  # how a life ends
LEAST_NOTICE_H, MOST_NOTICE_H = 24, 14 * 24
MONTH_H = 720
MOST_MISSED, MOST_FALSE = 0.005, 1 / 12  # of the failures; in a machine-month
PLAN_UNDER_H = 336  # two weeks: spare part and crew
FLOOR_H = 10.0  # hours are learnt as log(hours + floor)


class Forecast(nn.Module):
    """Quantiles that cannot cross: the median, and steps away from it that are never negative. In log(hours + 10)."""

    def __init__(self, mean, deviation, width=64):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("deviation", torch.tensor(deviation))
        layers = [nn.Linear(len(mean), width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, len(QUANTILES))]
        self.body = nn.Sequential(*layers)

    def forward(self, inputs):
        known = ((inputs - self.mean) / self.deviation).clamp(-8, 8)
        out = self.body(known)
        middle = out[:, 3:4] + 6.5
        steps = functional.softplus(torch.cat([out[:, :3], out[:, 4:]], 1) - 2)
        below = [middle - steps[:, at:3].sum(1, keepdim=True) for at in range(3)]
        above = [middle + steps[:, 3 : 4 + at].sum(1, keepdim=True) for at in range(3)]
        return torch.cat([*below, middle, *above], 1)


class Shipped(nn.Module):
    """Hours, sharpened or widened as the calibration lives ask for, by what share of the life seems to be over."""

    def __init__(self, network, shares, widening):
        super().__init__()
        self.network = network
        self.register_buffer("shares", torch.tensor(shares, dtype=torch.float32))
        self.register_buffer("widening", torch.tensor(widening, dtype=torch.float32))

    def forward(self, inputs):
        logs = self.network(inputs)
        return (widened(logs, inputs[:, 0:1], self.shares, self.widening).exp() - FLOOR_H).clamp(min=0)


def share_over(logs, age):
    """Age against age and forecast together; the first input is the age in thousands of samples of two hours."""
    hours = 2000 * age
    return hours / (hours + (logs[:, 3:4].exp() - FLOOR_H).clamp(min=1))


def widened(logs, age, shares, widening):
    """Distance of each quantile from the median, times a factor below and one above, linear between shares of life."""
    share = share_over(logs, age).clamp(shares[0], shares[-1])
    gaps = shares[1:] - shares[:-1]
    rising = torch.cat([torch.full_like(share, 2), (share - shares[None, :-1]) / gaps], 1)
    falling = torch.cat([(shares[None, 1:] - share) / gaps, torch.full_like(share, 2)], 1)
    weight = functional.relu(torch.minimum(torch.minimum(rising, falling), torch.ones_like(falling)))
    factors = weight @ widening
    middle = logs[:, 3:4]
    below = middle + (logs[:, :3] - middle) * factors[:, 0:1]
    above = middle + (logs[:, 4:] - middle) * factors[:, 1:2]
    return torch.cat([below, middle, above], 1)


def lives_of(folder: Path, every: int):
    """Inputs, remaining life, share of life over, the life's number and its end; sudden ends teach nothing about wear."""
    card = json.loads((folder / "data-card.json").read_text())
    rows = np.fromfile(folder / "lives.f32", np.float32).reshape(-1, TRUTHS + card["inputs"])
    rows = rows[rows[:, 3] != SUDDEN]
    rows = rows[(np.arange(len(rows)) % every) == 0]
    return rows[:, TRUTHS:], rows[:, 2], rows[:, 1] / (rows[:, 1] + rows[:, 2]), rows[:, 0], rows[:, 3], card


def pinball(predicted, truth, weight):
    """Koenker and Bassett 1978."""
    quantiles = torch.tensor(QUANTILES)
    error = truth[:, None] - predicted
    return (torch.maximum(quantiles * error, (quantiles - 1) * error).mean(1) * weight).mean()


def silenced(rows, rng):
    """One row in ten has no sensors, one in ten no line: so that one network tells what each sense adds."""
    draw = torch.tensor(rng.random(len(rows), dtype=np.float32))
    rows[draw < 0.1, SENSORS] = 0
    rows[draw > 0.9, LINE] = 0
    return rows


def trained(inputs, remaining, share, epochs, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    known = torch.tensor(inputs)
    truth = torch.tensor(np.log(remaining + FLOOR_H))
    # A long life has more samples than a short one, and counts as much.
    weight = torch.tensor((1 - share + 1e-3) / np.maximum(remaining, 1))
    weight = (weight / weight.mean()).clamp(max=8)
    network = Forecast(inputs.mean(0), inputs.std(0) + 0.01)
    batch = 512
    steps = epochs * len(inputs) // batch
    optimizer = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps + 1)
    curve, total = [], 0.0
    for step in range(1, steps + 1):
        pick = torch.tensor(rng.integers(0, len(inputs), batch))
        loss = pinball(network(silenced(known[pick], rng)), truth[pick], weight[pick])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % 1000 == 0:
            curve.append(round(total / 1000, 5))
            print(step, steps, curve[-1], flush=True)
            total = 0.0
    return network.eval(), curve


def widening_of(network, inputs, remaining, share, target=0.9, rounds=80):
    """Conformalised quantiles (Romano et al. 2019): each side leaves out half of what the interval may, at every of `SHARES`.

    The factors are told by the share that seems to be over; what is counted is the share that is. So they are found by rounds.
    """
    away = np.abs(share[:, None] - np.array(SHARES)[None])
    near = away.min(1) < 0.03
    with torch.no_grad():
        logs = network(torch.tensor(inputs[near]))
    age = torch.tensor(inputs[near, :1])
    truth = torch.tensor(np.log(remaining[near] + FLOOR_H))
    at = torch.tensor(away[near].argmin(1))
    counts = torch.bincount(at, minlength=len(SHARES)).clamp(min=1)
    factors = torch.ones(len(SHARES), 2)
    for done in range(rounds):
        wide = widened(logs, age, torch.tensor(SHARES), factors)
        for side, out in ((0, truth < wide[:, 0]), (1, truth > wide[:, -1])):
            beyond = torch.bincount(at, weights=out.double(), minlength=len(SHARES)) / counts
            factors[:, side] *= torch.exp((beyond - (1 - target) / 2) * 3 / (1 + done / 20)).float()
        factors.clamp_(0.6, 2.5)
    return SHARES, factors.numpy()


def act_under(hours, remaining, share, life, end):
    """The low end under which advice says: act, hours. Between too late and too early, each against what is asked of it."""
    starts = np.flatnonzero(np.r_[True, life[1:] != life[:-1], True])
    spans = [slice(a, b) for a, b in zip(starts[:-1], starts[1:])]
    worn = [span for span in spans if end[span.start] == WORN]
    months = sum(remaining[span][0] / (1 - share[span][0]) - remaining[span][-1] for span in spans) / MONTH_H
    best = (np.inf, 0)
    for limit in range(20, 300, 5):
        late = sum(not (hours[span][remaining[span] >= LEAST_NOTICE_H] < limit).any() for span in worn)
        early = 0
        for span in spans:
            under = hours[span] < limit
            early += under.any() and remaining[span][under.argmax()] > MOST_NOTICE_H
        best = min(best, (max(late / len(worn) / MOST_MISSED, early / months / MOST_FALSE), limit))
    return best[1]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--train", type=Path, required=True)
    options.add_argument("--calibration", type=Path, required=True)
    options.add_argument("--name", required=True, help="the kind of machine")
    options.add_argument("--models", type=Path, required=True)
    options.add_argument("--fixture", type=Path, required=True, help="folder of what proves that Node computes what PyTorch computes")
    options.add_argument("--epochs", type=int, default=12)
    options.add_argument("--every", type=int, default=3, help="of so many samples one teaches")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    torch.set_num_threads(1)
    began = time.time()
    inputs, remaining, share, life, _, card = lives_of(given.train, given.every)
    network, curve = trained(inputs, remaining, share, given.epochs, given.seed)
    fresh, left, over, which, end, other = lives_of(given.calibration, 1)
    shares, widening = widening_of(network, fresh, left, over)
    shipped = Shipped(network, shares, widening).eval()
    with torch.no_grad():
        low = np.concatenate([shipped(torch.tensor(part))[:, 0].numpy() for part in np.array_split(fresh, 50)])
    limit = act_under(low, left, over, which, end)
    folder = given.models / given.name
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "model.onnx"
    torch.onnx.export(
        shipped,
        torch.zeros(1, inputs.shape[1]),
        target,
        input_names=["watch"],
        output_names=["hours"],
        dynamic_axes={"watch": {0: "n"}, "hours": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    first = np.r_[True, life[1:] != life[:-1]]
    usual = np.quantile((remaining / (1 - share))[first], (0.05, 0.5, 0.95))
    card_text = {
        "machine": given.name,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "inputs": inputs.shape[1],
        "quantiles": QUANTILES,
        "usualLifeH": dict(zip(("low", "median", "high"), (round(float(hours)) for hours in usual))),
        "planUnderH": PLAN_UNDER_H,
        "actUnderH": limit,
        "training": "training.json",
    }
    (folder / "card.json").write_text(json.dumps(card_text, indent=2) + "\n")
    facts = {
        "parameters": sum(value.numel() for value in network.parameters()),
        "seed": given.seed,
        "epochs": given.epochs,
        "every": given.every,
        "seconds": round(time.time() - began),
        "loss": curve,
        "trained": card,
        "calibrated": other,
        "widening": [[round(float(value), 4) for value in row] for row in widening],
        "torch": torch.__version__,
    }
    rows = fresh[:: len(fresh) // 5][:5]
    with torch.no_grad():
        hours = shipped(torch.tensor(rows)).numpy()
    cases = [{"watch": [float(value) for value in row], "hours": [round(float(value), 3) for value in found]} for row, found in zip(rows, hours)]
    (given.fixture / f"forecast-{given.name}.json").write_text(json.dumps({"machine": given.name, "cases": cases}) + "\n")
    (folder / "training.json").write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main()
