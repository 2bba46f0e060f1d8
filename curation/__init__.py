"""Offline curation of training data for Azure CLU, custom question answering and orchestration workflow.

The functions live in `curation.api`, one for each command; the nouns they speak of live in `curation.model`.
"""

__version__ = "0.1.0"
__all__ = ["__version__"]
