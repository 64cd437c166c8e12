"""Tables as people take them away: CSV and Excel, with the headings and words of the vocabulary."""
