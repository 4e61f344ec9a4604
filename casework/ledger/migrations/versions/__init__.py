"""One module for each form the ledger had, oldest first."""
