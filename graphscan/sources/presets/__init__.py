"""Mappings that ship: one TOML file a layout."""
