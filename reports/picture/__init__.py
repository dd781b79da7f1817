"""Pictures: one scene for every input, one set of marks on it, one SVG writer."""
