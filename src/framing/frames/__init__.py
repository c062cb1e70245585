"""Frames: learned from one's own codings, told with a probability, kept apart by voice."""
