"""Reports: a `Review` in, something to look at out. One file an output; no rule knows any of them."""
