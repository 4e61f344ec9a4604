"""Record linkage: which source records describe one person (design section 6)."""
