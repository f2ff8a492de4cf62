// A node of a ring that elects the node with the greatest number (Chang and Roberts).
// Each node names itself by constants, and includes the rest.
// The name of the leader is not passed on: the other nodes wait for it.
// verdict: Q0302 line 29

interface NodeInterface {
OneWay:
	candidate( int ),
	leader( int )
}

outputPort Next {
	Location: NEXT_NODE
	Protocol: sodep
	Interfaces: NodeInterface
}

inputPort Node {
	Location: HERE
	Protocol: sodep
	Interfaces: NodeInterface
}

main
{
	candidate@Next( ID );
	elected = false;
	while( !elected ) {
		[ candidate( number ) ] {
			if( number > ID ) {
				candidate@Next( number )
			} else if( number == ID ) {
				leader@Next( ID )
			}
		}
		[ leader( number ) ] {
			elected = true
		}
	}
}
