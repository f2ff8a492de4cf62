// Things that were found have a name or a number; who has lost one asks for it.
// A number may be written as a text, with a point and without: what is asked for may fit two things.
// verdict: Q0417 line 20

type Label: string( length( [1, 20] ) ) | double( ranges( [1.0, 99.0] ) ) | int( ranges( [1, 99] ) )

type Thing {
    label: Label
}

interface OfficeInterface {
    requestResponse:
        found( Thing )( void ),
        ask( Thing )( bool )
}

service Office {
    execution: concurrent

    cset {
        label: Thing.label
    }

    inputPort OfficeIn {
        location: "socket://localhost:8724"
        protocol: sodep
        interfaces: OfficeInterface
    }

    main {
        found( thing )();
        here = true;
        while( here ) {
            [ ask( owner )( true ) ] { here = false }
            [ found( more )() ]
        }
    }
}
