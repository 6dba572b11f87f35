"""An example plug-in of briefgen: a reader for telex files, and an extractor of curfews."""
