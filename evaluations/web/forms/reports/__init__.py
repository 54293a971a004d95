"""Reports of contacts: filled in, kept, handed in, with what lies beside them."""
