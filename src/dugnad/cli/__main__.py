"""What `python -m dugnad.cli` runs."""

import sys

from dugnad.cli.program import main

sys.exit(main())
