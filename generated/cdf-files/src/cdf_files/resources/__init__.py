"""The operations of the document, one module for each group."""
