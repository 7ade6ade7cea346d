"""The vocabularies of the field: is_valid, normalize, describe; data with its source beside it."""
