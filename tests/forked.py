"""Shell commands with a `claimx` that is a fork of this process, so nothing is imported again."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import traceback
from pathlib import Path

# Stands in for `claimx`: hands its arguments, folder, variables and streams over, and exits with
# the code that comes back.
CLIENT = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    socket.send_fds(server, [b"."], [0, 1, 2])
    asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)])
    server.sendall(asked.encode() + b"\\n")
    sys.exit(server.recv(1)[0])
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Return the finished process of bash, which stops at the first command that fails."""
    starter = folder / "bin" / "claimx"
    address = folder / "bin" / "socket"
    starter.parent.mkdir()
    starter.write_text(CLIENT.format(python=sys.executable, address=str(address)))
    starter.chmod(0o755)
    output = folder / "bin" / "output"
    with socket.socket(socket.AF_UNIX) as server, output.open("wb") as log:
        server.bind(str(address))
        server.listen()
        path = f"{starter.parent}{os.pathsep}{os.environ['PATH']}"
        bash = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder,
            env={**os.environ, "PATH": path, "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        children = set()
        while bash.poll() is None:
            if select.select([server], [], [], 0.02)[0]:
                children.add(_fork(server))
        for child in children:
            os.waitpid(child, 0)
    return subprocess.CompletedProcess(script, bash.returncode, output.read_bytes())


def _fork(server: socket.socket) -> int:
    """Answer one caller in a child process, whose id is returned."""
    caller, _ = server.accept()
    with caller:
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            code = _answer(caller)
        except BaseException:
            traceback.print_exc()
        finally:
            caller.send(bytes([code]))
            os._exit(0)


def _answer(caller: socket.socket) -> int:
    """Run the command with the caller's streams, and return its exit code."""
    _, streams, _, _ = socket.recv_fds(caller, 1, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    with caller.makefile("rb") as sent:
        arguments, folder, variables = json.loads(sent.readline())
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    sys.argv = ["claimx", *arguments]
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    from claimx.cli import main

    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
