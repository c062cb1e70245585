"""Who is given the floor: how much each source speaks, how it is introduced, who never does."""
