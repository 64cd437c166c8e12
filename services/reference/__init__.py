"""What the house can do, as tables for readers: who may send what, and where each clause of the plan is carried out."""
