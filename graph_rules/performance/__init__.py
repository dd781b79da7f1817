"""Performance efficiency: one file a rule."""
