// A toll for each axle and one for the road: who pays more than fifty gets a receipt by post.
// verdict: Q0304 line 19
// needs: the solver

interface TollInterface {
    oneWay: axles( int ), address( string ), drive( void )
}

service Toll {
    inputPort In {
        location: "local://toll"
        interfaces: TollInterface
    }

    main {
        axles( axles );
        toll = axles * 3 + 2;
        if( toll >= 50 ) {
            address( street )
        };
        drive()
    }
}

service Main {
    outputPort Toll {
        location: "local://toll"
        interfaces: TollInterface
    }

    embed Toll

    inputPort Front {
        location: "socket://localhost:8240"
        protocol: sodep
        oneWay: arrive( int )
    }

    main {
        arrive( axles );
        axles@Toll( axles );
        if( axles * 3 + 2 > 50 ) {
            address@Toll( "Elm Street" )
        };
        drive@Toll()
    }
}
