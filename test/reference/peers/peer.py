"""What the Python peers share: their order, the parts in turn, and what they tell. Style stands in the scripts themselves."""

import argparse
import json
import sys
import time
from pathlib import Path

TOPIC = "jidoka/bench/_inspect/v1/result"


class Order:
    """As the command line gives it. Times are of the monotonic clock that all processes of a computer share."""

    def __init__(self):
        parser = argparse.ArgumentParser()
        for name in ("model", "images", "source"):
            parser.add_argument(f"--{name}")
        for name in ("port", "threads", "warm", "channels"):
            parser.add_argument(f"--{name}", type=int)
        for name in ("seconds", "rate", "accept-below", "reject-at-least"):
            parser.add_argument(f"--{name}", type=float)
        vars(self).update(vars(parser.parse_known_args()[0]))
        self.files = [str(file) for file in sorted(Path(self.images).iterdir())]
        self.started = []

    def parts(self):
        """(sequence, picture) of each part, as fast as they are taken or at an even takt; a part counts from when it is due."""
        for _ in range(self.warm):
            yield self._next(time.monotonic())
        self.cpu_s, begin = -time.process_time(), time.monotonic()
        due = begin
        while due < begin + self.seconds:
            time.sleep(max(0, due - time.monotonic()))
            yield self._next(due)
            due = due + 1 / self.rate if self.rate else time.monotonic()

    def _next(self, started):
        self.started.append(1000 * started)
        sequence = len(self.started) - 1
        return sequence, sequence % len(self.files)

    def verdict(self, score):
        if score >= self.reject_at_least:
            return "NotOK"
        return "OK" if score < self.accept_below else "NotDecidable"

    def tell(self):
        """When each part began, and the processor time of them all; then waits, so that the link stays up until everything has arrived."""
        cpu_s = self.cpu_s + time.process_time()
        pictures = [sequence % len(self.files) for sequence in range(len(self.started))]
        print(json.dumps({"startedMs": self.started, "pictures": pictures, "cpuS": cpu_s}), flush=True)
        sys.stdin.read()
