"""What Python's locks and the like cost two processes: the rows of Locks.java."""
import multiprocessing
import statistics
import time

ROUNDS = 5


def each(times, step):
    start = time.perf_counter_ns()
    for _ in range(times):
        step()
    return (time.perf_counter_ns() - start) / times


def row(name, work, is_printed=True):
    work()
    nanos = sorted(work() for _ in range(ROUNDS))
    if is_printed:
        print(f"{name}\tns\t{statistics.median(nanos):.1f}", flush=True)


def pair(lock):
    def step():
        lock.acquire()
        lock.release()

    return step


def together(start, lock, semaphore, ping, pong, is_first):
    def fight(step, times):
        def work():
            start.wait()
            return each(times, step)

        return work

    def pass_on():
        if is_first:
            ping.set()
            pong.wait()
            pong.clear()
        else:
            ping.wait()
            ping.clear()
            pong.set()

    row("lock, two fighting, one's pair", fight(pair(lock), 100_000), is_first)
    row("semaphore of one, two fighting, one's pair", fight(pair(semaphore), 100_000), is_first)
    row("barrier of two", fight(start.wait, 2_000), is_first)
    row("event, to and fro", fight(pass_on, 2_000), is_first)


def main():
    row("lock, alone, acquire and release", lambda: each(500_000, pair(multiprocessing.Lock())))
    row("semaphore, alone, acquire and release", lambda: each(500_000, pair(multiprocessing.Semaphore(1))))
    shared = (
        multiprocessing.Barrier(2),
        multiprocessing.Lock(),
        multiprocessing.Semaphore(1),
        multiprocessing.Event(),
        multiprocessing.Event(),
    )
    other = multiprocessing.Process(target=together, args=(*shared, False))
    other.start()
    together(*shared, True)
    other.join()


if __name__ == "__main__":
    main()
