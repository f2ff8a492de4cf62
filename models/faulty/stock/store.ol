// A store: what the supplier ships is counted when it arrives, while the order still waits.
// The lock is held across the call, and the goods that the call brings need it.
// verdict: Q0301 line 32

include "stock.iol"

execution { concurrent }

outputPort Supplier {
	Location: "socket://localhost:8151"
	Protocol: sodep
	Interfaces: SupplierInterface
}

inputPort Store {
	Location: "socket://localhost:8150"
	Protocol: sodep
	Interfaces: StoreInterface
}

init
{
	global.pieces = 0;
	global.orders = 0
}

main
{
	[ order( goods )() {
		synchronized( shelf ) {
			global.orders++;
			ship@Supplier( goods )()
		}
	} ]

	[ receive( goods )() {
		synchronized( shelf ) {
			global.pieces += goods.pieces
		}
	} ]
}
