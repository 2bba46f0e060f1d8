"""The parts of the table `scale`: whole runs of very many utterances, and curves of growth."""
