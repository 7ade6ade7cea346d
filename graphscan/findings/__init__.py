"""Findings: what a search found, scored by named factors, with the source rows that prove it."""
