"""Work that no worker should survive, or only just."""

import os
import time


def answer(value: int) -> int:
    return value + 1


def loop_forever() -> None:
    while True:
        pass


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def fill_memory() -> int:
    held = []
    while True:
        held.append(bytearray(16 * 2**20))


def die() -> None:
    os._exit(1)
