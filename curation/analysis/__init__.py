"""The ground: texts, labels and arrays, never a project, so that each part can be tested with four strings."""
