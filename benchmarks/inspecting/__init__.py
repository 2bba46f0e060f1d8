"""The parts of the table `inspect`: labels, pairs of intents, near-duplicates, the whole pass."""
