"""Who speaks: the persons and media a text names, and which of them a source is."""

from framing.speakers.names import Names
from framing.speakers.sources import Source, Speakers

__all__ = ["Names", "Source", "Speakers"]
