"""Runs `claimx extract` on the Ray cluster that it is submitted to, and continues a broken run.

ray submit deploy/aws.yaml deploy/run.py SOURCE OUT --jobs CORES [MORE OPTIONS]
"""

from __future__ import annotations

import subprocess
import sys

source, output, *more = sys.argv[1:]
command = ["claimx", "extract", source, "-o", output, "--engine", "ray", "--address", "auto"]
sys.exit(subprocess.run([*command, "--resume", *more], check=False).returncode)
