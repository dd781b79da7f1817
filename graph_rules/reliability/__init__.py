"""Reliability: one file a rule."""
