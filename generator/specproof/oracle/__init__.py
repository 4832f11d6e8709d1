"""What judges requests, responses and values by the effective document, read apart from the generator's stages.

The modules, from facts to verdicts:

- ``json_pointer``, ``json_values``, ``keywords``, ``media_types``, ``pattern_matching``: small facts, each stated once
  for everything that judges.
- ``dialect``, ``directions``, ``open_enums``: the schemas of a document as JSON Schema 2020-12, as they hold in
  requests or in responses.
- ``document``: ``Document``, the verdict of jsonschema-rs on a value by the schema at a pointer. ``bundle_schema``:
  a schema taken out of a document with all that it refers to.
- ``operations``, ``shape``: what a document declares, and which types of value a schema admits.
- ``decode``, ``forms``, ``parse_request``: from the text of a request to its parameters and its form.
- ``representable``: the values that no text of a parameter's style means.
- ``jsonschema_oracle``, ``openapi_core_reader``: the same judged and read by libraries that others wrote.
"""
