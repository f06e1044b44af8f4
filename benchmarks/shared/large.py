"""How long it takes with Python's multiprocessing until another process has 100 MB: the rows of Large.java."""

import statistics
import time
from multiprocessing import Process, Queue
from multiprocessing.shared_memory import SharedMemory

BYTES = 100_000_000
RUNS = 7
TIMES = 50


def read_copies(there, back):
    while (data := there.get()) is not None:
        back.put(data[0] + data[-1])


def read_in_place(there, back):
    memory = None
    while (name := there.get()) is not None:
        if memory is None or memory.name != name:
            memory = SharedMemory(name)
        back.put(memory.buf[0] + memory.buf[BYTES - 1])


def handed_over(there, back, item):
    start = time.perf_counter()
    there.put(item)
    assert back.get() == 2
    return (time.perf_counter() - start) * 1e3


def show(row, millis):
    print(f"{row}\tms\t{statistics.median(millis):.3f}", flush=True)


def with_other(read, measure):
    there, back = Queue(), Queue()
    other = Process(target=read, args=(there, back))
    other.start()
    for _ in range(RUNS):
        measure(there, back)
    there.put(None)
    other.join()


def main():
    copies, first, again = [], [], []

    def copied(there, back):
        copies.append(handed_over(there, back, b"\1" * BYTES))

    def in_place(there, back):
        memory = SharedMemory(create=True, size=BYTES)
        memory.buf[:BYTES] = b"\1" * BYTES
        first.append(handed_over(there, back, memory.name))
        again.append(statistics.median(handed_over(there, back, memory.name) for _ in range(TIMES)))
        memory.close()
        memory.unlink()

    with_other(read_copies, copied)
    with_other(read_in_place, in_place)
    show("100 MB, a copy for the other", copies)
    show("100 MB, in place, memory the other has never seen", first)
    show("100 MB, in place, the same memory again", again)


if __name__ == "__main__":
    main()
