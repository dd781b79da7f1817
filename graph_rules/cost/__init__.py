"""Cost optimization: one file a rule."""
