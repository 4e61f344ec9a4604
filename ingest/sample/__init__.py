"""The sample state: a fictional Illinois of any size, its agencies' extracts, and the truth beside them."""
