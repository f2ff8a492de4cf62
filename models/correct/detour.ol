// A courier hands in a letter. That a letter is neither heavier nor lighter than the limit is not possible.
// verdict: correct

interface OfficeInterface {
    oneWay: letter( string ), stamp( string )
}

service Office {
    inputPort In {
        location: "local://office"
        interfaces: OfficeInterface
    }

    main {
        letter( text );
        stamp( colour )
    }
}

service Main {
    outputPort Office {
        location: "local://office"
        interfaces: OfficeInterface
    }

    embed Office

    inputPort Front {
        location: "socket://localhost:8230"
        protocol: sodep
        oneWay: weigh( int )
    }

    outputPort Clerk {
        location: "socket://localhost:8231"
        protocol: sodep
        requestResponse: ask( int )( bool )
    }

    main {
        weigh( grams );
        stamped = false;
        letter@Office( "dear" );
        if( grams > 20 ) {
            stamp@Office( "red" );
            stamped = true
        };
        if( grams <= 20 ) {
            ask@Clerk( grams )( urgent );
            if( !stamped ) {
                stamp@Office( "blue" )
            }
        }
    }
}
