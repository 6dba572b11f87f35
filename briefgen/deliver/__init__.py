"""Bringing rendered documents to where they are wanted: so far into files."""

from briefgen.deliver.files import deliver, write_file

__all__ = ["deliver", "write_file"]
