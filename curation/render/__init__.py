"""Results to text: nothing here reads files, analyses or prints."""
