"""What `make bench` measures; each module runs alone: `python -m benchmarks.speed --organisations 30000`."""

import os

# One thread for everything numeric, the floor included; this must be set before numpy is imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
