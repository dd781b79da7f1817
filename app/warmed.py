"""Importing this module loads everything that a review needs, so that processes forked afterwards are ready."""

import app.isolation  # noqa: F401 - whoever is forked unpickles functions of it
from app.work import warm_up

warm_up()
