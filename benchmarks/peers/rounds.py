"""Runs every row of every peer in a program of its own, the peers of a row one after the other, round by round.

Writes the raw results, one JSON object on each line, then the table (table.py). Leaves no process behind: a driver
leads its own process group, and the group is ended with it.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

import table

HERE = os.path.dirname(os.path.abspath(__file__))

ROWS = [
    "start1",
    "start2",
    "start2_all",
    "hot",
    "rest2",
    "rest10",
    "burst1",
    "burst2",
    "map",
    "map1000",
    "kib",
    "argument",
    "result",
    "kept",
    "memory",
]

# How often, and how long a row takes: seconds of warm-up (JVM, Python), of measuring, how many calls after a rest,
# how many programs for each start, after how many seconds to give one program up, and all.
EFFORTS = {
    "short": dict(rounds=1, warm=0.8, warm_python=0.2, seconds=0.4, rests=100, starts=2, limit=20, budget=165),
    "usual": dict(rounds=3, warm=3.0, warm_python=0.5, seconds=1.5, rests=300, starts=5, limit=60, budget=2400),
}


class Peer:
    """One column: the command that measures a row of it, or why there is none."""

    def __init__(self, name, command=None, warm="warm", missing=None):
        self.name = name
        self.command = command
        self.warm = warm
        self.missing = missing

    def of(self, row, effort):
        limits = [effort[self.warm], effort["seconds"], effort["rests"], effort["limit"]]
        return self.command + [row] + [str(limit) for limit in limits]


class Stopped(Exception):
    """The user or the machine wants this to end."""


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop(signal_number, _frame):
    # Once is enough: what ends the drivers must not be interrupted itself.
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped(signal.Signals(signal_number).name)


def group_lives(group):
    """Whether a process of the group runs; one that has ended and waits for init to notice does not."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stat:
                    state, _, of_group = stat.read().rpartition(")")[2].split()[:3]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(of_group) == group and state not in "ZX":
                return True
    return False


def end(driver):
    """Ends a driver and its process group: kindly, so that files can be removed, then by force."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if not group_lives(driver.pid):
            break
        deadline = time.monotonic() + 2
        try:
            os.killpg(driver.pid, number)
        except ProcessLookupError:
            break
        while group_lives(driver.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
    driver.poll()


def run(command, limit):
    """What the driver printed, and what went wrong, if anything."""
    driver = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    failure = None
    out = err = ""
    try:
        out, err = driver.communicate(timeout=limit)
        if driver.returncode in (124, -signal.SIGKILL):
            failure = f"not done after {limit} s"
        elif driver.returncode != 0:
            failure = reason(err, driver.returncode)
    except subprocess.TimeoutExpired:
        failure = f"not done after {limit} s"
    finally:
        end(driver)
        driver.stdout.close()
        driver.stderr.close()
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")], failure


def reason(err, status):
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    thrown = [line for line in lines if "Exception" in line or "Error" in line]
    return (thrown or lines or [f"exit status {status}"])[-1 if not thrown else 0][:200]


class Rounds:
    """What has been measured so far; what failed once is not tried again."""

    def __init__(self, peers, effort, raw):
        self.peers = peers
        self.effort = effort
        self.raw = raw
        self.failed = set()
        self.deadline = time.monotonic() + effort["budget"]

    def all(self, rows):
        for number in range(1, self.effort["rounds"] + 1):
            for row in rows:
                print(f"benchmarks/peers/run: round {number} of {self.effort['rounds']}, {row}", file=sys.stderr)
                times = self.effort["starts"] if row.startswith("start") else 1
                for _ in range(times):
                    self.one_of_each(row)

    def one_of_each(self, row):
        for peer in self.peers:
            if peer.missing or (peer.name, row) in self.failed:
                continue
            if time.monotonic() > self.deadline:
                self.note(peer, row, "error", "no time left for it")
                continue
            # What is left of all the time is the limit for one program too.
            limit = min(self.effort["limit"] + 2, max(5, self.deadline - time.monotonic()))
            start = time.monotonic()
            results, failure = run(peer.of(row, self.effort), round(limit))
            for result in results:
                self.write(peer, result)
                if "none" in result:
                    self.failed.add((peer.name, row))
            self.write(peer, {"row": row, "took_seconds": round(time.monotonic() - start, 1)})
            if failure:
                self.note(peer, row, "error", failure)

    def note(self, peer, row, kind, text):
        self.failed.add((peer.name, row))
        self.write(peer, {"row": row, kind: text})

    def write(self, peer, result):
        self.raw.write(json.dumps({"peer": peer.name, **result}) + "\n")
        self.raw.flush()


def has_joblib(python):
    return subprocess.run([python, "-c", "import joblib"], stderr=subprocess.DEVNULL).returncode == 0


def peers_of(arguments):
    java = [os.path.join(arguments.java_home, "bin", "java"), "-cp"]
    main = "io.manyhands.peers.Ours" + arguments.kind.capitalize()
    python = [arguments.python, os.path.join(HERE, "python_peers.py")]
    joblib = Peer("joblib", python + ["joblib"], warm="warm_python")
    if not has_joblib(arguments.python):
        joblib = Peer("joblib", missing="not installed")
    pp4j = Peer("PP4J", missing="not resolved")
    if arguments.pp4j:
        pp4j = Peer("PP4J", java + [arguments.pp4j, "io.manyhands.peers.Pp4j"])
    bare = Peer("JVM alone", missing="not there yet")
    if arguments.ours:
        bare = Peer("JVM alone", java + [arguments.ours, "io.manyhands.peers.BareJvm"])
    return [
        Peer(f"Workers.{arguments.kind}", java + [arguments.ours, main])
        if arguments.ours
        else Peer(f"Workers.{arguments.kind}", missing="not there yet"),
        bare,
        pp4j,
        Peer("ProcessPoolExecutor, spawn", python + ["executor-spawn"], warm="warm_python"),
        Peer("ProcessPoolExecutor, fork", python + ["executor-fork"], warm="warm_python"),
        Peer("Pool, spawn", python + ["pool-spawn"], warm="warm_python"),
        Peer("Pool, fork", python + ["pool-fork"], warm="warm_python"),
        joblib,
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--effort", choices=EFFORTS, required=True)
    parser.add_argument("--kind", choices=["processes", "threads"], required=True)
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument("--java-home", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--ours", help="class path; empty if it cannot be measured")
    parser.add_argument("--pp4j", help="class path; empty if it could not be resolved")
    parser.add_argument("--raw", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--command", required=True)
    arguments = parser.parse_args()
    effort = EFFORTS[arguments.effort]
    rows = [row for row in ROWS if row in arguments.rows.split(",")]
    peers = peers_of(arguments)
    for number in SIGNALS:
        signal.signal(number, stop)
    try:
        with open(arguments.raw, "w", encoding="utf-8") as raw:
            Rounds(peers, effort, raw).all(rows)
    except Stopped as stopped:
        print(f"benchmarks/peers/run: stopped by {stopped}; nothing was written but {arguments.raw}", file=sys.stderr)
        sys.exit(130)
    columns = [(peer.name, peer.missing) for peer in peers]
    method = table.Method(arguments.command, effort, arguments.java_home, arguments.python, arguments.pp4j)
    with open(arguments.raw, encoding="utf-8") as raw:
        markdown = table.markdown(columns, [json.loads(line) for line in raw], method)
    with open(arguments.out, "w", encoding="utf-8") as out:
        out.write(markdown)
    print(markdown)
    print(f"benchmarks/peers/run: wrote {arguments.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
