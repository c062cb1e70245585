"""People in the loop: samples to code, sheets out and back in, agreement, precision."""
