"""Cleaners: named rules that turn what a source wrote into one canonical value, or say that they cannot."""
