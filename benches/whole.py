#!/usr/bin/env python3
"""The desk as a whole process in a terminal of its own: first frame, memory, idling.

    python3 benches/whole.py LARGE [--empty EMPTY] [--lunpai target/release/lunpai] [--runs 21] [--idle 60]

LARGE is a register of a million clients (`lunpai demo --clients 1000000 --db LARGE`); EMPTY, made where it is left out, is
a demo without them. Each first frame is measured from the fork to the first Chinese character of the frame; beside it, in turn,
the same on the empty register and `sh -c echo` in the same kind of terminal. Medians. Nothing is written to LARGE but what a
desk that is opened writes.
"""
import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import tempfile
import termios
import time

TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")


def start(argv):
    """Runs a program in a terminal of 120 columns and 36 rows; gives its id, the terminal, and when it began."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        os.environ["TERM"] = "xterm-256color"
        os.execvp(argv[0], argv)
    return pid, terminal, began


def until(terminal, wanted, timeout=30.0):
    """Reads until something stands in the output; gives when it did."""
    seen, end = b"", time.perf_counter() + timeout
    while time.perf_counter() < end:
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            seen += os.read(terminal, 65536)
        except OSError:
            break
        if wanted in seen:
            return time.perf_counter()
    raise SystemExit(f"{wanted!r} never came: {seen[-300:]!r}")


def end(pid, terminal):
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass
    while select.select([terminal], [], [], 1.0)[0]:
        try:
            if not os.read(terminal, 65536):
                break
        except OSError:
            break
    os.close(terminal)
    os.waitpid(pid, 0)


def first_frame(argv, wanted):
    pid, terminal, began = start(argv)
    seconds = until(terminal, wanted) - began
    end(pid, terminal)
    return seconds * 1000


def status(pid, name):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name))


def ticks(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def drain(terminal, seconds):
    """Lets so much time pass; gives how many bytes were drawn meanwhile."""
    drawn, end_at = 0, time.monotonic() + seconds
    while (left := end_at - time.monotonic()) > 0:
        if select.select([terminal], [], [], min(left, 0.5))[0]:
            drawn += len(os.read(terminal, 65536))
    return drawn


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("large")
    parser.add_argument("--empty")
    parser.add_argument("--lunpai", default="target/release/lunpai")
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--idle", type=int, default=60)
    args = parser.parse_args()
    lunpai = os.path.abspath(args.lunpai)
    with tempfile.TemporaryDirectory() as folder:
        empty = args.empty or os.path.join(folder, "empty.lunpai")
        if not os.path.exists(empty):
            subprocess.run([lunpai, "demo", "--make", "--db", empty], check=True, stdout=subprocess.DEVNULL)
        desk = lambda db: [lunpai, "--db", db, "--lang", "zh"]
        frame = "候".encode()
        kinds = {
            "large": lambda: first_frame(desk(args.large), frame),
            "empty": lambda: first_frame(desk(empty), frame),
            "sh -c echo": lambda: first_frame(["sh", "-c", "echo here"], b"here"),
        }
        times = {kind: [] for kind in kinds}
        for _ in range(args.runs):
            for kind, run in kinds.items():
                times[kind].append(run())
        medians = {kind: statistics.median(all_of) for kind, all_of in times.items()}
        for kind, median in medians.items():
            print(f"first frame, {kind}: {median:.2f} ms (best {min(times[kind]):.2f})")
        print(f"large / empty {medians['large'] / medians['empty']:.2f}, large / sh {medians['large'] / medians['sh -c echo']:.2f}")
        pid, terminal, _ = start(desk(args.large))
        drain(terminal, 8)
        print(f"memory: {status(pid, 'VmRSS:') / 1024:.1f} MiB resident, {status(pid, 'VmHWM:') / 1024:.1f} MiB at most")
        before = ticks(pid)
        drawn = drain(terminal, args.idle)
        spent = (ticks(pid) - before) * TICK_SECONDS * 1000
        print(f"idle for {args.idle} s: {spent:.0f} ms of processor, {drawn} bytes drawn")
        end(pid, terminal)


main()
