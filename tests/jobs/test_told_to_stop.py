"""A worker hears that it shall stop, whenever it is told."""

import os
import signal
import sys
import threading

import pytest

from app.cli.working import told_to_stop


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_signal_that_comes_while_we_begin_to_wait_is_heard() -> None:
    busy, over = threading.Event(), threading.Event()

    def keep_busy() -> None:
        while not over.is_set():
            sum(range(200))
            busy.set()

    others = [threading.Thread(target=keep_busy) for _ in range(2)]
    for thread in others:
        thread.start()
    busy.wait()
    watch = threading.Timer(20, os._exit, [99])
    watch.start()
    try:
        for _ in range(40):
            with told_to_stop() as until_then:
                told = threading.Timer(0.001, os.kill, [os.getpid(), signal.SIGTERM])
                told.start()
                until_then()
                told.join()
    finally:
        over.set()
        watch.cancel()
        for thread in (*others, watch):
            thread.join()
