"""The `kin360` command, one module a group of commands."""
