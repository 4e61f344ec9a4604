"""Kinship: pure reasoning over a small family graph held in memory. No engine, no page, no words."""
