"""Dictionaries of other tools, read as codebooks and written back."""

from framing.dictionaries.doors import read_dictionary, write_dictionary

__all__ = ["read_dictionary", "write_dictionary"]
