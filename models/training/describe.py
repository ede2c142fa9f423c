"""Writes README.md and training.svg of a model from its training.json and card.json.

    python describe.py ../steel-strip
"""

import json
import sys
from pathlib import Path

CROWDED_FROM = 4_100_000_000  # seeds of parts that hold many marks


def main():
    folder = Path(sys.argv[1])
    training = json.loads((folder / "training.json").read_text())
    card = json.loads((folder / "card.json").read_text())
    (folder / "training.svg").write_text(curve(training["curve"]))
    (folder / "README.md").write_text(readme(folder, training, card))


def readme(folder: Path, training: dict, card: dict) -> str:
    data = "; ".join(f"{part['line']}, seed {part['seed']}, {part['parts']:,} {'crowded ' if part['seed'] >= CROWDED_FROM else ''}parts" for part in training["data"])
    shortfalls = "\n".join(f"- {text}" for text in card["shortfalls"])
    sheet = "![Simulated parts of this line](contact-sheet.webp)\n\n" if (folder / "contact-sheet.webp").exists() else ""
    return f"""# {folder.name}

{card["description"]} Simulated parts only. How to make it again: [training](../training/README.md).

{sheet}| | |
|---|---|
| parameters, size | {training["parameters"]:,}, {training["bytes"] / 1e6:.2f} MB |
| classes | {", ".join(training["classes"])} |
| taught on | {data} |
| options | `{spelled(training["options"])}` |{begun(training.get("before"))}
| cost | {training["crops"]:,} crops, {training["seconds"] / 60:.0f} minutes on one core of a shared AMD EPYC, other work beside it |
| last loss | cells {training["curve"][-1][1]}, peak {training["curve"][-1][2]}; size off by {training["curve"][-1][3]} (log2) on average |

![Loss by step](training.svg)
{measured(card)}
{shortfalls}
"""


def spelled(options: dict) -> str:
    """As on the command line."""
    values = {name: " ".join(str(one) for one in value) if isinstance(value, list) else value for name, value in options.items()}
    return " ".join(f"--{name.replace('_', '-')}" + ("" if value is True else f" {value}") for name, value in values.items())


def begun(before: dict | None) -> str:
    if not before:
        return ""
    parts = ", ".join(f"seed {part['seed']}" for part in before["data"])
    return f"\n| taken up from | the model {before['sha256'][:12]}…: {before['crops']:,} crops of parts of {parts}, {before['seconds'] / 60:.0f} minutes, `{spelled(before['options'])}` |"


def borders(of: dict) -> str:
    return f"OK under {of['acceptBelow']}, NotOK from {of['rejectAtLeast']}"


def measured(card: dict) -> str:
    found = card.get("measured")
    if not found:
        return ""
    tally, thresholds, second = found["tally"], card["thresholds"], card["secondLook"]
    alone = f"; on the first look alone {borders(second['first'])}" if second else ""
    good = tally["goodPassed"] + tally["falseRejects"] + tally["undecidedGood"]
    bad = tally["defectiveRefused"] + tally["escapes"] + tally["undecidedDefective"]
    return f"""
Calibrated, and measured on {found["parts"]:,} other parts (seed {found["seed"]}, half of them defective), by `{found["command"]}`:

| | |
|---|---|
| decided | {borders(thresholds)}{alone} |
| escapes, false rejects | {tally["escapes"]} of {bad:,}, {tally["falseRejects"]} of {good:,} |
| undecided | {tally["undecidedGood"] / good:.1%} of good, {tally["undecidedDefective"] / bad:.1%} of defective parts; {found["outsideEnvelope"]} outside the envelope |
| looked at twice | {found["secondLooks"] / found["parts"]:.1%} |
| AUROC | {found["auroc"]} |

`npx jidoka verify --line {card["name"]}` judges it on parts of your own seed.
"""


def curve(points) -> str:
    """Loss of the peaks, and how far sizes are off, by step; both from 0."""
    last = points[-1][0]
    top = max(value for point in points[1:] for value in point[2:]) if len(points) > 1 else 1

    def line(column: int, colour: str) -> str:
        path = " ".join(f"{40 + 540 * point[0] / last:.1f},{180 - 160 * min(1, point[column] / top):.1f}" for point in points)
        return f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>'

    text = 'font-family="sans-serif" font-size="12" fill="#555"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 210" role="img" aria-label="Training loss by step">'
        f'<path d="M40 20V180H580" fill="none" stroke="#999"/>{line(2, "#2166ac")}{line(3, "#b2182b")}'
        f'<text x="36" y="24" text-anchor="end" {text}>{top:.2f}</text><text x="36" y="184" text-anchor="end" {text}>0</text>'
        f'<text x="580" y="198" text-anchor="end" {text}>{last:,} steps</text>'
        f'<text x="560" y="34" text-anchor="end" {text} style="fill:#2166ac">loss of the peak</text>'
        f'<text x="560" y="50" text-anchor="end" {text} style="fill:#b2182b">size off, log2</text></svg>\n'
    )


if __name__ == "__main__":
    main()
