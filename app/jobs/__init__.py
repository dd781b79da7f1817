"""Work that outlives its request: `queue` says when to look, the tables say what is to be done."""
