"""The engine gate: random reading queries on two engines, whose rows must be the same.

No version of a graph engine enters the product without passing it (``make engine-gate``, docs/benchmarks.md).
"""
