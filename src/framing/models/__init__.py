"""Learned parts of the instrument: linear models whose weights are plain tables."""
