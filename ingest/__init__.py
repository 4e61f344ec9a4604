"""Extracts in: contracts, readers, staging, linkage, build and load, and the fictional sample state."""
