"""Typologies: named patterns of red flags, one file each."""
