"""The simulated decade: years of business by chance, through the real deciders, reactions and views, in memory."""
