"""Our nouns as files of other formats: one module a family, each noting what has no place in it."""
