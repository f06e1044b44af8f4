"""Makes the table of benchmarks/shared/run from what its programs printed: files `round-column-program`."""

import pathlib
import statistics
import sys

COLUMNS = ("Manyhands", "multiprocessing", "SimpleQueue")


def read(folder):
    rows = {}
    for path in sorted(pathlib.Path(folder).glob("*-*-*")):
        column = path.name.split("-")[1]
        for line in path.read_text().splitlines():
            name, unit, value = line.split("\t")
            rows.setdefault((name, unit), {}).setdefault(column, []).append(float(value))
    return rows


def show(values):
    if not values:
        return "-"
    spread = f" ({min(values):,.4g} to {max(values):,.4g})" if len(values) > 1 else ""
    return f"{statistics.median(values):,.4g}{spread}"


def ratio(unit, ours, others):
    if not ours or not others:
        return ""
    mine, other = statistics.median(ours), statistics.median(others)
    times = mine / other if unit.endswith("/s") else other / mine
    return f", {times:.3g}x"


def main():
    folder, command, rounds, machine = sys.argv[1:]
    print("# What tasks share, between processes\n")
    print(f"Command: `{command}`. Machine: {machine}.\n")
    print(
        f"Median of {rounds} rounds, in brackets the least and the greatest. In each round ours and Python's "
        "programs ran by turns; each measured a row five times and took the median. `x`: how many times as fast ours is.\n"
    )
    print("| | unit | " + " | ".join(f"`{column}`" for column in COLUMNS) + " |")
    print("|---|---|" + "---:|" * len(COLUMNS))
    for (name, unit), cells in read(folder).items():
        ours = cells.get(COLUMNS[0])
        texts = [show(ours)]
        texts += [show(cells.get(column)) + ratio(unit, ours, cells.get(column)) for column in COLUMNS[1:]]
        print(f"| {name} | {unit} | " + " | ".join(texts) + " |")


if __name__ == "__main__":
    main()
