// What is worth more than a limit needs a declaration: who sends the parcel and the customs office know the same value.
// verdict: correct

type Parcel {
    value: int
    to: string
}

interface CustomsInterface {
    oneWay: declare( string ), release( string )
    requestResponse: announce( Parcel )( void )
}

service Customs {
    inputPort In {
        location: "socket://localhost:8201"
        protocol: sodep
        interfaces: CustomsInterface
    }

    main {
        announce( parcel )() { nullProcess };
        if( parcel.value > 150 ) {
            declare( form )
        };
        release( parcel.to )
    }
}

service Main {
    inputPort Front {
        location: "socket://localhost:8200"
        protocol: sodep
        requestResponse: send( Parcel )( void )
    }

    outputPort Customs {
        location: "socket://localhost:8201"
        protocol: sodep
        interfaces: CustomsInterface
    }

    embed Customs

    main {
        send( parcel )() { nullProcess };
        announce@Customs( parcel )();
        if( parcel.value > 150 ) {
            declare@Customs( "books" )
        };
        release@Customs( parcel.to )
    }
}
