"""The exchange: what each member may see of a lead, derived from the events and delivered through durable consumers."""
