"""IR to views: every decision about Python spelling is made here."""
