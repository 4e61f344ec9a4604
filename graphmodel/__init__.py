"""What exists: entities, relationships, evidence, the schema, the graph stores, and kinship reasoning."""
