"""Checks of the drawing itself, which never count in the assessment: one file a rule."""
