"""Operational excellence: one file a rule."""
