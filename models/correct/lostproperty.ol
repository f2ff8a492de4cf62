// Things that were found have a name or a number; who has lost one asks for it.
// verdict: correct

type Label: string( length( [1, 20] ) )

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
