"""FrontCounter: the police front counter that never closes."""
