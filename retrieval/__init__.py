"""From a file on disk to a cited answer; knows nothing of chats."""

import os

# The products of one question are small: numpy's threads would only wait for the model's to give the cores back.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
