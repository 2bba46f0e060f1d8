"""What a label needs before it can be judged; apart from the rest, so that asking it loads no numpy."""

__all__ = ["FEWEST_GROUPS", "FEWEST_TEXTS"]

FEWEST_GROUPS = 5
"""Groups a label needs before a cross-validated number about it means anything."""

FEWEST_TEXTS = 20
"""Texts there must be in all: with fewer, models are sure of what chance brought together."""
