"""Coding sheets, one module per format; `write_sheet` and `read_coding` are their door."""
