"""Views to files: templates, the table of outputs, formatting."""
