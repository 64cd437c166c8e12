"""Suspected duplicates among leads: how alike investors and projects are; flagged for a person, never merged. 三(四)"""
