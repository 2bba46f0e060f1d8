"""One command a table: speed and quality, with a peer beside us in the same run."""
