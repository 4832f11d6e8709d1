"""Uploads in parts, as a document declares them with `x-multipart-upload`."""
