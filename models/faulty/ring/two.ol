// The second node of the ring.

constants {
	ID = 2,
	HERE = "socket://localhost:8442",
	NEXT_NODE = "socket://localhost:8443"
}

include "node.iol"
