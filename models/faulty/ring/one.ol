// The first node of the ring.

constants {
	ID = 1,
	HERE = "socket://localhost:8441",
	NEXT_NODE = "socket://localhost:8442"
}

include "node.iol"
