"""How long something takes."""

import time


def least(work, runs=4):
    """The least processor time of several runs, in seconds: what disturbs only adds to it."""
    times = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)
