"""How much of one file is read: everything a file holds is bounded before memory is spent on it."""

LARGEST_FILE = 64 * 2**20
"""Bytes of an input. Real files stay below 3 MB."""

LARGEST_XML = 32 * 2**20
"""Bytes of XML that may come out of one input, all its deflated and URL-encoded parts together."""

MOST_PAGES = 1_000
"""Pages of one file. Real files have up to 15."""

MOST_CELLS = 110_000
"""Cells of one file, all pages together. Real files have up to 1,700."""

LONGEST_LABEL = 20_000
"""Characters of a label that are turned into text; the rest is cut off. Longer ones are pasted documents."""

FARTHEST = 1e7
"""Pixels from the origin up to which a coordinate is believed."""

LONGEST_STYLE = 200_000
"""Characters of a style that are split into keys; an image embedded in it may need that many and more."""

MOST_DIAGNOSTICS = 200
"""Diagnostics of one kind on one page; a broken file repeats the same fault many thousand times."""
