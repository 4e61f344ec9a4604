"""The questions: Cypher files and their typed catalogue."""
