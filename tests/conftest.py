"""Settings of the whole test run: the same examples every time, so that a failure is the change's own."""

from hypothesis import settings

settings.register_profile("reproducible", derandomize=True)
settings.load_profile("reproducible")
