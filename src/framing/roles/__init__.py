"""Who is cast as hero, villain and victim, in whose voice. Experimental."""
