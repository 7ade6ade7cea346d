"""`python -m graphscan`, the same as the command `graphscan`."""

from graphscan.cli import main

if __name__ == "__main__":
    main()
