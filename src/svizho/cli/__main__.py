"""`python -m svizho.cli`: the same as `svizho`."""

import sys

from svizho.cli import main

sys.exit(main())
