"""Makes one Markdown table of the raw results: medians of the rounds, and how many times as fast ours is."""

import os
import platform
import re
import subprocess
from statistics import median

# What is shown, in this order: the row of the raw results, its title, and ours to compare with if it is another row.
TITLES = [
    ("start1_fresh", "start of one worker, first in its program, to the first result", None),
    ("start1_again", "the same, the second to the fourth in the same program", None),
    ("start1_later", "the same, the tenth to the fourteenth in the same program", None),
    ("start2_fresh", "start of two workers, first in their program, to the first result", None),
    ("start2_again", "the same, the second to the fourth in the same program", None),
    ("start2_later", "the same, the tenth to the fourteenth in the same program", None),
    ("start2_all_fresh", "start of two workers, first in their program, until both have answered", None),
    ("start2_all_again", "the same, the second to the fourth in the same program", None),
    ("start2_all_later", "the same, the tenth to the fourteenth in the same program", None),
    ("hot_p50", "empty task, one after the other: median", None),
    ("hot_p99", "the same: 99th percentile", None),
    ("rest2_p50", "empty task after a rest of 2 ms: median", None),
    ("rest2_p99", "the same: 99th percentile", None),
    ("rest10_p50", "empty task after a rest of 10 ms: median", None),
    ("rest10_p99", "the same: 99th percentile", None),
    ("burst1", "empty tasks all submitted, then all awaited, one worker", None),
    ("burst2", "the same, two workers", None),
    ("map", "map of boxed integers, two workers, chunks as the peer chooses", None),
    ("map1000", "the same, Python in chunks of 1,000", "map"),
    ("kib_p50", "1 KiB there and back: median", None),
    ("kib_p99", "the same: 99th percentile", None),
    ("argument", "argument of 100 MB", None),
    ("result", "result of 100 MB", None),
    ("kept", "the same, which the worker has already", None),
    ("memory_private", "memory of an idle worker, its own (USS)", None),
    ("memory_resident", "memory of an idle worker, resident (RSS)", None),
]
FULL_COUNT = 200_000
UNSTEADY = 1.5


class Method:
    """How it was measured."""

    def __init__(self, command, effort, java_home, python, pp4j):
        self.command = command
        self.effort = effort
        self.java_home = java_home
        self.python = python
        self.pp4j = pp4j

    def machine(self):
        java = subprocess.run(
            [os.path.join(self.java_home, "bin", "java"), "--version"], capture_output=True, text=True
        ).stdout.splitlines()[0]
        python = subprocess.run([self.python, "--version"], capture_output=True, text=True).stdout.strip()
        joblib = subprocess.run(
            [self.python, "-c", "import joblib; print('joblib', joblib.__version__)"], capture_output=True, text=True
        ).stdout.strip()
        pp4j = re.search(r"pp4j-([0-9][^/:]*)\.jar", self.pp4j or "")
        peers = [joblib or "joblib not installed", f"PP4J {pp4j[1]}" if pp4j else "PP4J not resolved"]
        cores = len(os.sched_getaffinity(0))
        return f"{cores} cores, {platform.system()} {platform.release()}, {java}, {python}, {', '.join(peers)}"


def markdown(columns, results, method):
    effort = method.effort
    rounds = effort["rounds"]
    peers = [name for name, _ in columns]
    notes = Notes()
    lines = [
        "# Worker processes, side by side",
        "",
        f"Command: `{method.command}`. Machine: {method.machine()}.",
        "",
        f"Median of {rounds} round{'' if rounds == 1 else 's'}; in each, every cell is measured in a program of its "
        f"own, after {effort['warm']:g} s of the same work in Java and {effort['warm_python']:g} s in Python, for "
        f"{effort['seconds']:g} s or {effort['rests']} rests; a start in {effort['starts']} programs and 13 times again "
        "in each. In brackets: how many times as fast as it, or as small, ours is: 1 the same, 2 twice as fast. "
        "`~`: rounds apart by more than half. How to read it: [peers.md](peers.md).",
        "",
        "| | unit | " + " | ".join(f"`{peer}`" for peer in peers) + " |",
        "|---|---|" + "---:|" * len(peers),
    ]
    for row, title, of_ours in TITLES:
        measured = {peer: values(results, peer, row) for peer in peers}
        units = [unit for samples in measured.values() for _, unit, _ in samples]
        reasons = [why_not(results, peer, row) for peer in peers]
        if not units and not any(error for _, error in reasons):
            continue
        ours = values(results, peers[0], of_ours or row)
        base = median(value for value, _, _ in ours) if ours else None
        if of_ours and ours:
            measured[peers[0]] = ours
        cells = []
        for index, (peer, missing) in enumerate(columns):
            cells.append(missing or cell(measured[peer], base if index else None, reasons[index], notes))
        lines.append(f"| {title} | {units[0] if units else ''} | " + " | ".join(cells) + " |")
    return "\n".join(lines + notes.lines()) + "\n"


class Notes:
    """What is said below the table, once each."""

    def __init__(self):
        self.texts = []

    def mark(self, text):
        if text not in self.texts:
            self.texts.append(text)
        return f"<sup>{self.texts.index(text) + 1}</sup>"

    def lines(self):
        return [""] + [f"{number}. {text}" for number, text in enumerate(self.texts, 1)] if self.texts else []


def values(results, peer, row):
    return [
        (result["value"], result["unit"], result["count"])
        for result in results
        if result["peer"] == peer and result["row"] == row and "value" in result
    ]


def why_not(results, peer, row):
    # A driver names the row as it was asked for; what it shows of it has a suffix.
    for result in results:
        of_row = result["peer"] == peer and row.rsplit("_", 1)[0] == result["row"]
        if of_row and ("none" in result or "error" in result):
            return result.get("none"), result.get("error")
    return None, None


def cell(samples, base, why, notes):
    none, error = why
    if not samples:
        if error:
            return "failed" + notes.mark(error)
        return "-" + (notes.mark(none) if none else "")
    numbers = [value for value, _, _ in samples]
    text = number(median(numbers))
    if max(numbers) > UNSTEADY * min(numbers):
        text = "~" + text
    if base:
        times = median(numbers) / base
        text += f" ({ratio(1 / times if samples[0][1].endswith('/s') else times)})"
    counts = [count for _, unit, count in samples if unit.endswith("/s")]
    if counts and min(counts) < FULL_COUNT:
        text += notes.mark(f"In bursts of fewer than {FULL_COUNT:,}, as many as take about the time for measuring.")
    if error:
        text += notes.mark(error)
    return text


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"


def ratio(value):
    return f"{value:,.0f}x" if value >= 100 else f"{value:.1f}x" if value >= 1 else f"{value:.2g}x"
