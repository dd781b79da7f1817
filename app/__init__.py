"""The only room that knows HTTP, the command line, the environment and databases."""
