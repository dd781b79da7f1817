"""Sustainability: one file a rule."""
