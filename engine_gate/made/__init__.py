"""The graph the gate asks about: made up from a seed, in the classes of the model, sized like a county."""
