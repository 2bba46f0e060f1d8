"""`python -m curation`, the same as the command `curation`."""

from curation.cli import main

if __name__ == "__main__":
    main()
