"""What the agency does: ledger, views, finding people, the Person 360, the family."""
