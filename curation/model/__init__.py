"""The nouns that flow from stage to stage: frozen values without files, clocks or heavy libraries."""
