"""The first page: the register of zones, server-rendered, live where scripts run and readable where they do not."""
