"""Starts the runner of the image: `python3 -I /opt/runlet task …`. A folder is what an isolated Python imports from."""

import sys

from runner.__main__ import main

sys.exit(main())
