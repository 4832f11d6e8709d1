"""What a document says: its schemas, operations and styles, read without the generator's stages."""
