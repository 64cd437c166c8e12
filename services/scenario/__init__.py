"""The demonstration scenario: public facts about the first batch of zones, and invented cases labelled as such."""
