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

MOST_LOOKS = 200_000
"""Candidates that the questions of one kind look at in one file, all together; real files need few thousand."""

FEWEST_TRIED = 8
"""Candidates that any question looks at, however many questions there are."""

MOST_LOOSE_ENDS = 20_000
"""Loose ends of arrows in one file up to which what they touch is looked for. Real files have up to 1,000."""

MOST_BOXES_READ = 20_000
"""Boxes on one page on which no arrow ends and whose words are read all the same."""


def tries(questions: int, most: int) -> int:
    """How many candidates each of so many questions may look at, nearest or smallest first; `most` in real files."""
    return max(FEWEST_TRIED, min(most, MOST_LOOKS // max(questions, 1)))
