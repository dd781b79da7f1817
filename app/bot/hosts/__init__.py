"""Hosts of code: what the bot asks of one, and those it knows."""
