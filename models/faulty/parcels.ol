// Parcels are announced by their number, weighed and sent.
// Numbers may be of any kind now: 7 fits a parcel with 7.0 and one with "7".
// verdict: Q0417 line 25

type Parcel {
    number: any
}

type Weight {
    number: any
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
