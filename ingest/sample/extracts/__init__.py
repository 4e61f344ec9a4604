"""One module a system: whom it knows, what it writes down of them, in which form."""
