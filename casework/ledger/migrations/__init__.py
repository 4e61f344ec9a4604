"""The migrations of the ledger, run by casework.ledger.migrate."""
