"""Chemistry: what each substance is, and numbers computed from that."""
