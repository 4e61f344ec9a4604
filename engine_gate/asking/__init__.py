"""What the gate asks: random statements in the shapes of the product, its own catalogue, and known failures."""
