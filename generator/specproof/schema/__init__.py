"""JSON Schema 2020-12 as data: what a type can say of a schema, and what is left for a guard."""
