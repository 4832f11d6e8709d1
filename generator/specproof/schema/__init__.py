"""JSON Schema 2020-12: the native form and the guard of each schema, and comparison of schemas."""
