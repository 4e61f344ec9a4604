"""Loading a run's graph into Neo4j: by import beside a stopped server, in batches, or as an increment.

:mod:`ingest.server_load.choice` decides which of them it is; :mod:`ingest.load` asks it.
"""
