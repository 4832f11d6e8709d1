"""What documents declare by ``x-…``, each with all that it takes: a folder an extension."""
