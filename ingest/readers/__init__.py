"""Readers: one file format each, yielding raw strings with the line they stand on."""
