"""Originals to records, and records to tables: one module per public corpus."""
