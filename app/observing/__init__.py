"""How an operator sees what the server does: numbers, log lines, traces."""
