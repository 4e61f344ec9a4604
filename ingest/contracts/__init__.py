"""Source contracts: one TOML file a source, no Python."""
