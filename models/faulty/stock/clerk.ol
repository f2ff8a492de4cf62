// A clerk: orders tea.

include "console.iol"
include "stock.iol"

outputPort Store {
	Location: "socket://localhost:8150"
	Protocol: sodep
	Interfaces: StoreInterface
}

main
{
	with( goods ) {
		.item = "tea";
		.pieces = 12
	};
	order@Store( goods )();
	println@Console( "the tea is here" )()
}
