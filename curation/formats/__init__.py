"""Bytes to documents to nouns, and back: one module a format."""
