"""Trains many configurations at once, a process each, and prints a table of their scores.

    python -m training.attribution.explore --corpus CORPUS --out RUNS --grid GRID.json

GRID.json maps a name to the options of `train`; "" holds what all share.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def run(args: argparse.Namespace, name: str, options: dict[str, object]) -> tuple[str, str]:
    command = [sys.executable, "-m", "training.attribution.train", "--corpus", str(args.corpus)]
    command += [
        "--out",
        str(args.out / name),
        "--device",
        args.device,
        "--threads",
        str(args.threads),
    ]
    command += ["--seconds", str(args.seconds), "--options", json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return name, done.stderr[-600:]
    return name, done.stdout.strip().splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--grid", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=16)
    args = parser.parse_args()
    grid = json.loads(args.grid.read_text())
    common = grid.pop("", {})
    with ThreadPoolExecutor(args.workers) as pool:
        for name, text in pool.map(lambda item: run(args, item[0], common | item[1]), grid.items()):
            try:
                r = json.loads(text)
            except ValueError:
                print(f"{name:14} FAILED {text}", flush=True)
                continue
            print(
                f"{name:14} mean {r['mean']:.2f}  content {r['content']['f']:.2f}  "
                f"source {r['source']['f']:.2f}  "
                f"cue {r['cue']['f']:.2f}  untagged {r['untagged']:.2f}  "
                f"epochs {r['epoch']}  {r['seconds']} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
