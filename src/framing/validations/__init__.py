"""From a coding sheet to how far predictions are right, and to what they say once corrected."""
