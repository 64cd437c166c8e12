"""Audit (审计): the timeline of any entity, views as of either clock, replay from the first event, export."""
