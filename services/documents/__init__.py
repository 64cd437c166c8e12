"""Documents (材料): attachments by their SHA-256, kept as bytes in the object store, checked by what is in them."""
