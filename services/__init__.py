"""Every process and every edge: the ledger, NATS, HTTP and the command line."""
