// A kiosk sells and rents: what a customer does next hangs on what was asked for, and so does what the kiosk waits for.
// verdict: correct

type Wish {
    kind: string
    title: string
}

interface KioskInterface {
    oneWay: wish( Wish ), pay( int ), deposit( int ), bye( string )
}

service Kiosk {
    inputPort In {
        location: "local://kiosk"
        interfaces: KioskInterface
    }

    main {
        wish( wish );
        if( wish.kind == "buy" ) {
            pay( euros )
        } else if( wish.kind == "rent" ) {
            deposit( euros )
        };
        bye( word )
    }
}

service Main {
    outputPort Kiosk {
        location: "local://kiosk"
        interfaces: KioskInterface
    }

    embed Kiosk

    inputPort Front {
        location: "socket://localhost:8220"
        protocol: sodep
        oneWay: go( string )
    }

    main {
        go( kind );
        wish@Kiosk( { kind = kind, title = "Emma" } );
        if( kind == "buy" ) {
            pay@Kiosk( 12 )
        };
        if( kind == "rent" ) {
            deposit@Kiosk( 5 )
        };
        bye@Kiosk( "bye" )
    }
}
