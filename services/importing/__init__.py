"""Ledgers (台账) that were kept in Excel or CSV before: templates for them, a look at every cell, and their import."""
