"""The index: dense vectors, a lexical index and compressed token vectors, in one folder on disk."""
