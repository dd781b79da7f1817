"""Importing this module loads everything that a review needs, so that processes forked afterwards are ready."""

from app.work import warm_up

warm_up()
