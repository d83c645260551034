"""The error tree.

DanvanError
├── ConfigurationError    a setting is missing, unknown or wrong            exit status 2
├── UsageError            the command line asks for what cannot be          exit status 2
├── ModelError            the model cannot be found, read or compiled       exit status 1
├── ReportError           one report cannot be read; the others go on
├── StoreError            the index is missing, damaged or of another recipe
│   ├── StoreBusy         another rebuild holds the lock
│   └── WorseIndex        the guard's questions score worse than before
├── NoReports             the folder of reports is missing or holds none
├── QuestionFileError     a question file is not in the contract's format
└── FrontDoorError        Telegram cannot be reached, or refuses the token
"""

from __future__ import annotations


class DanvanError(Exception):
    """Something went wrong that the person can mend; the message says how. Exit status 1."""

    exit_status = 1


class ConfigurationError(DanvanError):
    """A setting is missing, unknown or out of range; the message names it."""

    exit_status = 2


class UsageError(DanvanError):
    """The command line or its input asks for what cannot be done."""

    exit_status = 2


class ModelError(DanvanError):
    """The model cannot be found, read or compiled."""


class ReportError(DanvanError):
    """One report cannot be read; the message says why, the caller names the file."""


class StoreError(DanvanError):
    """The index is missing, damaged, or was built by another recipe."""


class StoreBusy(StoreError):
    """Another rebuild holds the index's lock."""


class WorseIndex(StoreError):
    """A guarded rebuild was refused; the message names the questions that were lost."""


class NoReports(DanvanError):
    """The folder of reports does not exist or holds no readable report."""


class QuestionFileError(DanvanError):
    """A question file is not in the format of the contract; the message names the line."""


class FrontDoorError(DanvanError):
    """Telegram cannot be reached or refuses the token."""
