"""Graph stores: how the graph is read and written, whatever engine holds it."""
