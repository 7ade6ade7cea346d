"""Vocabularies of the field: `is_valid`, `normalize`, `describe`, each as data with its source beside it."""
