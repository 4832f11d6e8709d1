"""Lists that come page by page, as a document declares them with `x-pagination`."""
