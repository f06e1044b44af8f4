"""What the queues of Python's multiprocessing can do between two processes: the rows of java/Queues.java."""

import sys
import time
from multiprocessing import Process, Queue, SimpleQueue

RUNS = 5


def put_all(queue, item, items):
    for _ in range(items):
        queue.put(item)


def rate(row, kind, item, items):
    rates = []
    for _ in range(RUNS):
        queue = kind()
        producer = Process(target=put_all, args=(queue, item, items))
        producer.start()
        queue.get()
        start = time.perf_counter()
        for _ in range(items - 1):
            queue.get()
        rates.append((items - 1) / (time.perf_counter() - start) / 1e6)
        producer.join()
    show(row, "M/s", rates)


def echo(there, back):
    item = there.get()
    while item != -1:
        back.put(item)
        item = there.get()


def round_trip(row, kind, turns, rest):
    there, back = kind(), kind()
    other = Process(target=echo, args=(there, back))
    other.start()
    medians = []
    for _ in range(RUNS):
        times = []
        for i in range(turns):
            if rest:
                time.sleep(rest)
            start = time.perf_counter()
            there.put(i)
            back.get()
            times.append((time.perf_counter() - start) * 1e6)
        medians.append(sorted(times)[turns // 2])
    there.put(-1)
    other.join()
    show(row, "us", medians)


def show(row, unit, values):
    values.sort()
    print(f"{row:<38} {values[len(values) // 2]:8.2f} {unit} ({values[0]:.2f} to {values[-1]:.2f})", flush=True)


if __name__ == "__main__":
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    for kind in (Queue, SimpleQueue):
        name = kind.__name__
        rate(f"{name} int 1:1", kind, 7, items)
        rate(f"{name} str of 16 1:1", kind, "sixteen letters!", items)
        rate(f"{name} bytes(1024) 1:1", kind, bytes(1024), items)
        round_trip(f"{name} round trip, hot", kind, 5_000, 0)
        round_trip(f"{name} round trip, after 2 ms", kind, 200, 0.002)
