"""Neo4j Community for tests and benchmarks: its jars from Maven Central, its Java from a wheel, no system service."""
