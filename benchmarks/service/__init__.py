"""The service under load and under fire: a real `diagram-lens serve` on the loopback interface, bounded.

`python -m benchmarks.service load|soak|hostile|faults|slow`; see docs/operations.md for the figures.
"""
