"""What the queues of Python's multiprocessing can do between two processes: the rows of Queues.java; of the kind that is named."""

import statistics
import sys
import time
from multiprocessing import Process, Queue, Semaphore, SimpleQueue

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


def take_all(queue, ready, start, items):
    ready.release()
    start.acquire()
    for _ in range(items):
        queue.get()


def four_to_four(row, kind, item, items):
    """In Python threads do not run at a time: so each is a process."""
    rates = []
    for _ in range(RUNS):
        queue, ready, start = kind(), Semaphore(0), Semaphore(0)
        takers = [Process(target=take_all, args=(queue, ready, start, items // 4)) for _ in range(4)]
        putters = [Process(target=put_all, args=(queue, item, items // 4)) for _ in range(4)]
        for process in takers + putters:
            process.start()
        for _ in takers:
            ready.acquire()
        begin = time.perf_counter()
        for _ in takers:
            start.release()
        for process in takers + putters:
            process.join()
        rates.append(items / (time.perf_counter() - begin) / 1e6)
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
    print(f"{row}\t{unit}\t{statistics.median(values):.3f}", flush=True)


if __name__ == "__main__":
    kind = {"Queue": Queue, "SimpleQueue": SimpleQueue}[sys.argv[1]]
    items = 100_000
    rate("queue, numbers, one to one", kind, 7, items)
    rate("queue, texts of 16 letters, one to one", kind, "sixteen letters!", items)
    rate("queue, 1 KiB, one to one", kind, bytes(1024), items)
    four_to_four("queue, numbers, four to four", kind, 7, items)
    round_trip("two queues, to and fro", kind, 5_000, 0)
    round_trip("two queues, to and fro, after a rest of 2 ms", kind, 200, 0.002)
