"""What a label needs before it can be judged; apart from the rest, so that asking it loads no numpy."""

__all__ = ["FEWEST_GROUPS"]

FEWEST_GROUPS = 5
"""Groups a label needs before a cross-validated number about it means anything."""
