"""For agents: the review as tools of the Model Context Protocol. What they may read is given, what they get is small."""
