// A supplier: a shipment has ended when the store has received it.

include "stock.iol"

execution { concurrent }

outputPort Store {
	Location: "socket://localhost:8150"
	Protocol: sodep
	Interfaces: StoreInterface
}

inputPort Supplier {
	Location: "socket://localhost:8151"
	Protocol: sodep
	Interfaces: SupplierInterface
}

main
{
	ship( goods )() {
		receive@Store( goods )()
	}
}
