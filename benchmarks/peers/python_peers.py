"""Measures one row of one peer of Python in a program of its own and prints what it found, a JSON object on each line.

The rows and their sizes are those of java/Rows.java; rounds.py runs both. Workers import this file again when they are
spawned: hence no imports here but what the tasks need.
"""

import os
import time

MANY_TASKS = 200_000
LARGE_BYTES = 100_000_000


# The tasks.


def empty():
    return 1


def worker_after_rest():
    time.sleep(0.001)
    return os.getpid()


def echo(data):
    return data


def filled(length):
    return b"\x07" * length


def kept(length):
    # Some peers send what is global in this file with each task: not there, then.
    if not hasattr(os, "kept_by_worker"):
        os.kept_by_worker = filled(length)
    return os.kept_by_worker


def plus_one(item):
    return item + 1


# The peers.


class Executor:
    """concurrent.futures.ProcessPoolExecutor."""

    def __init__(self, workers, method):
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self.pool = ProcessPoolExecutor(workers, mp_context=get_context(method))

    def submit(self, function, *arguments):
        return self.pool.submit(function, *arguments).result

    def map(self, items, chunk):
        return self.pool.map(plus_one, items, chunksize=chunk or 1)

    def close(self):
        self.pool.shutdown()


class Pool:
    """multiprocessing.Pool."""

    def __init__(self, workers, method):
        from multiprocessing import get_context

        self.pool = get_context(method).Pool(workers)

    def submit(self, function, *arguments):
        return self.pool.apply_async(function, arguments).get

    def map(self, items, chunk):
        return self.pool.map(plus_one, items, chunksize=chunk)

    def close(self):
        self.pool.close()
        self.pool.join()


class Joblib:
    """joblib: single calls on the executor that it brings along and its Parallel is built on, maps by Parallel."""

    def __init__(self, workers):
        # The one that Parallel uses, or it would find another kind in its place.
        from joblib.executor import get_memmapping_executor

        self.workers = workers
        self.pool = get_memmapping_executor(workers)

    def submit(self, function, *arguments):
        return self.pool.submit(function, *arguments).result

    def map(self, items, chunk):
        from joblib import Parallel, delayed

        parallel = Parallel(n_jobs=self.workers, batch_size=chunk or "auto")
        return parallel(delayed(plus_one)(item) for item in items)

    def close(self):
        self.pool.shutdown(wait=True, kill_workers=True)


OPENINGS = {
    "executor-spawn": lambda workers: Executor(workers, "spawn"),
    "executor-fork": lambda workers: Executor(workers, "fork"),
    "pool-spawn": lambda workers: Pool(workers, "spawn"),
    "pool-fork": lambda workers: Pool(workers, "fork"),
    "joblib": Joblib,
}

# Imported before the clock starts, as a program that uses them has done at its top.
MODULES = {
    "executor-spawn": ["concurrent.futures.process", "multiprocessing.popen_spawn_posix"],
    "executor-fork": ["concurrent.futures.process", "multiprocessing.popen_fork"],
    "pool-spawn": ["multiprocessing.pool", "multiprocessing.popen_spawn_posix"],
    "pool-fork": ["multiprocessing.pool", "multiprocessing.popen_fork"],
    "joblib": ["joblib", "joblib.executor"],
}


# Measuring.


def during(seconds, least, call):
    """Seconds of each call, made until so many seconds are over and at least so often."""
    samples = []
    start = before = time.perf_counter()
    while len(samples) < least or before - start < seconds:
        call()
        after = time.perf_counter()
        samples.append(after - before)
        before = after
    return samples


def percentile(samples, percent):
    return sorted(samples)[min(len(samples) - 1, len(samples) * percent // 100)]


def seconds_of(call):
    return percentile(during(0, 1, call), 50)


def check(actual, expected):
    if actual != expected:
        raise AssertionError(f"A wrong answer: actual={actual} expected={expected}")


class Rows:
    def __init__(self, opening, warm_seconds, seconds, rests):
        self.opening = opening
        self.warm_seconds = warm_seconds
        self.seconds = seconds
        self.rests = rests

    def measure(self, row):
        if row in ("start1", "start2", "start2_all"):
            self.start(row, int(row[len("start")]), row.endswith("_all"))
            return
        pool = self.opening(2 if row in ("burst2", "map", "map1000") else 1)
        try:
            check(pool.submit(empty)(), 1)
            getattr(self, row)(pool)
        finally:
            pool.close()

    def start(self, row, workers, all_of_them):
        show(f"{row}_fresh", 1e3 * self.start_seconds(workers, all_of_them), "ms", 1)
        for name, times in ("again", 3), ("soon", 5), ("later", 5):
            again = [self.start_seconds(workers, all_of_them) for _ in range(times)]
            show(f"{row}_{name}", 1e3 * percentile(again, 50), "ms", len(again))

    def start_seconds(self, workers, all_of_them):
        start = time.perf_counter()
        pool = self.opening(workers)
        try:
            if all_of_them:
                await_all(pool, workers)
            else:
                pool.submit(empty)()
            return time.perf_counter() - start
        finally:
            pool.close()

    def hot(self, pool):
        self.calls("hot", lambda: pool.submit(empty)())

    def kib(self, pool):
        data = filled(1024)
        self.calls("kib", lambda: check(len(pool.submit(echo, data)()), 1024))

    def calls(self, row, call):
        during(self.warm_seconds, 1, call)
        show_calls(row, during(self.seconds, 200, call))

    def rest2(self, pool):
        self.after_rest("rest2", pool, 0.002)

    def rest10(self, pool):
        self.after_rest("rest10", pool, 0.010)

    def after_rest(self, row, pool, rest):
        during(self.warm_seconds, 1, lambda: pool.submit(empty)())
        samples = []
        warm_ups = 20
        for _ in range(warm_ups + self.rests):
            time.sleep(rest)
            samples.append(seconds_of(lambda: pool.submit(empty)()))
        show_calls(row, samples[warm_ups:])

    def burst1(self, pool):
        self.rate("burst1", "tasks/s", lambda count: submit_and_await(pool, count))

    def burst2(self, pool):
        self.rate("burst2", "tasks/s", lambda count: submit_and_await(pool, count))

    def map(self, pool):
        self.rate("map", "items/s", lambda count: map_some(pool, count, None))

    def map1000(self, pool):
        self.rate("map1000", "items/s", lambda count: map_some(pool, count, 1000))

    def rate(self, row, unit, burst):
        """How many a second, by bursts of as many as take about the time for measuring, and at most MANY_TASKS."""
        count = 500
        start = time.perf_counter()
        small = seconds_of(lambda: burst(count)) < self.seconds / 2
        while small and count < MANY_TASKS or time.perf_counter() - start < self.warm_seconds:
            count = min(MANY_TASKS, 2 * count) if small else count
            small = seconds_of(lambda: burst(count)) < self.seconds / 2
        samples = during(self.seconds, 2, lambda: burst(count))
        show(row, count / percentile(samples, 50), unit, count)

    def argument(self, pool):
        data = filled(LARGE_BYTES)
        self.large("argument", lambda: check(pool.submit(len, data)(), LARGE_BYTES))

    def result(self, pool):
        self.large("result", lambda: check(len(pool.submit(filled, LARGE_BYTES)()), LARGE_BYTES))

    def kept(self, pool):
        self.large("kept", lambda: check(len(pool.submit(kept, LARGE_BYTES)()), LARGE_BYTES))

    def large(self, row, call):
        during(self.seconds, 1, call)
        samples = during(self.seconds, 1, call)
        show(row, 1e3 * percentile(samples, 50), "ms", len(samples))

    def memory(self, pool):
        worker = pool.submit(os.getpid)()
        time.sleep(0.5)
        sizes = {}
        with open(f"/proc/{worker}/smaps_rollup", encoding="ascii") as lines:
            for line in lines:
                words = line.split()
                if words[-1] == "kB":
                    sizes[words[0]] = 1024 * int(words[1])
        private = sum(size for name, size in sizes.items() if name.startswith("Private_"))
        show("memory_private", private / 1e6, "MB", 1)
        show("memory_resident", sizes["Rss:"] / 1e6, "MB", 1)


def await_all(pool, workers):
    """Until every worker has answered, with as many tasks on their way as there are workers."""
    answered = set()
    pending = [pool.submit(worker_after_rest) for _ in range(workers)]
    while True:
        answered.add(pending.pop(0)())
        if len(answered) == workers:
            return
        pending.append(pool.submit(worker_after_rest))


def submit_and_await(pool, count):
    for result in [pool.submit(empty) for _ in range(count)]:
        result()


def map_some(pool, count, chunk):
    check(sum(pool.map(range(count), chunk)), count * (count + 1) // 2)


def show_calls(row, samples):
    show(f"{row}_p50", 1e6 * percentile(samples, 50), "us", len(samples))
    show(f"{row}_p99", 1e6 * percentile(samples, 99), "us", len(samples))


def show(row, value, unit, count):
    import json

    print(json.dumps({"row": row, "value": round(value, 3), "unit": unit, "count": count}), flush=True)


def main(peer, row, warm_seconds, seconds, rests, limit):
    import importlib
    import signal

    # The leader of its own process group: what it started goes with it.
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(0, signal.SIGKILL))
    signal.alarm(int(limit))
    for module in MODULES[peer]:
        importlib.import_module(module)
    Rows(OPENINGS[peer], float(warm_seconds), float(seconds), int(rests)).measure(row)


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
