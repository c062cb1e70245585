"""A study to pass on without its texts, and the check that it comes out the same elsewhere."""

from framing.bundles.making import write_bundle
from framing.bundles.verifying import VERIFIED_COLUMNS, tell_verified, verify_bundle

__all__ = ["VERIFIED_COLUMNS", "tell_verified", "verify_bundle", "write_bundle"]
