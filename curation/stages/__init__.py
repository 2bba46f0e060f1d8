"""The verbs: pure functions from nouns to nouns, strangers to each other."""
