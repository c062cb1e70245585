"""Intervals and tests for rates that clump: arrays in, arrays out, no tables.

Words of one kind come in clumps: an article that calls somebody reckless once does so again.
Every function here therefore takes articles or events, never single words, as what varies.
A column is one category under one estimand; all columns are computed at once.
"""
