"""Lets the tests of boards share the small shop beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
