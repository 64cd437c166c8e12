"""`python -m services.cli`: the same as `liandong`."""

from services.cli.main import main

main()
