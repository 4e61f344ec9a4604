"""Build: what the sources stated and linkage decided becomes Parquet in the columns of the graph model."""
