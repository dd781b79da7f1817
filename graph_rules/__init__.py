"""Rules: a graph in, findings out. Rules see roles and connections, never a file format."""
