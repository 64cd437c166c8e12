"""Queries (查询): any view, asked by an organisation's own systems, with its rights: `qry.<org>.<view>`"""
