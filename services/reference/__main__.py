"""`python -m services.reference`: write the tables into README.md and CONVENTIONS.md."""

from pathlib import Path

from services.reference.pages import write

write(Path(__file__).parents[2])
