// A hotel that sends its linen out; its interface is an older one of the laundry's.
// verdict: Q0316 line 28

from console import Console

type Linen {
    owner: string
    weight: int
}

interface LaundryInterface {
    requestResponse:
        wash( Linen )( string )
}

service Hotel {
    embed Console as Console

    outputPort Laundry {
        location: "socket://localhost:8321"
        protocol: sodep
        interfaces: LaundryInterface
    }

    main {
        linen.owner = "Hotel Miramar";
        linen.weight = 40;
        wash@Laundry( linen )( ticket );
        println@Console( "ticket " + ticket )()
    }
}
