"""The explorer: pages in which a caseworker finds a child and sees the family. Asks casework, draws, decides nothing."""
