"""Files from views: templates, the table of outputs, formatting."""
