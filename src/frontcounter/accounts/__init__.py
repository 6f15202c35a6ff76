"""Staff: who they are, what they may do for which force, and how they sign in."""
