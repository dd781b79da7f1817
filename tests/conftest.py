"""Settings of the whole test run: the same examples every time, so that a failure is the change's own."""

import atexit
import os
import shutil
import sys
import tempfile

from hypothesis import settings

from parsers.diagrams_dsl.interpreter import FRAMES

settings.register_profile("reproducible", derandomize=True)
settings.load_profile("reproducible")

# The first script that is read raises it, and hypothesis minds that in the middle of a test.
sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))

# Servers that tests start keep their data here, never in the user's own folder.
os.environ["DIAGRAM_LENS_DATA"] = tempfile.mkdtemp(prefix="lens-tests-")
atexit.register(shutil.rmtree, os.environ["DIAGRAM_LENS_DATA"], ignore_errors=True)
# A busy machine must not make a drawing seem too slow: tests of that limit set it themselves.
os.environ.setdefault("DIAGRAM_LENS_SECONDS", "60")
for name in ("DATABASE_URL", "BLOBS_URL", "REDIS_URL"):
    os.environ.pop(name, None)
