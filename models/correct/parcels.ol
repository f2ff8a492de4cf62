// Parcels are announced by their number, weighed and sent.
// verdict: correct

type Parcel {
    number: int
}

type Weight {
    number: int
    grams: int
}

interface PostInterface {
    requestResponse:
        announce( Parcel )( bool ),
        weigh( Weight )( int )
    oneWay:
        ship( Parcel )
}

service Post {
    execution: concurrent

    cset {
        number: Parcel.number Weight.number
    }

    inputPort PostIn {
        location: "socket://localhost:8723"
        protocol: sodep
        interfaces: PostInterface
    }

    main {
        announce( parcel )( true );
        here = true;
        while( here ) {
            [ weigh( scale )( scale.grams ) ]
            [ announce( again )( false ) ]
            [ ship( parcel ) ] { here = false }
        }
    }
}
