"""The explorer: pages in which a caseworker finds a child and sees the family.

It asks casework, draws what it is told, and decides nothing.
"""
