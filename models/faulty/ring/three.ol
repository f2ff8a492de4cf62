// The third node of the ring.

constants {
	ID = 3,
	HERE = "socket://localhost:8443",
	NEXT_NODE = "socket://localhost:8441"
}

include "node.iol"
