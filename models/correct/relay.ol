// A desk asks an archive, and passes on why a file is not to be had.
// verdict: correct

type Reason {
    why: string
}

interface DeskInterface {
    requestResponse: fetch( string )( string ) throws Missing( Reason )
}

interface ArchiveInterface {
    requestResponse: search( string )( string ) throws Missing( string )
}

service Archive {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: ArchiveInterface
    }

    main {
        search( name )( text ) {
            if( name == "secret" ) {
                throw( Missing, "burnt" )
            };
            text = "about " + name
        }
    }
}

service Desk {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: DeskInterface
    }

    embed Archive as Archive

    main {
        fetch( name )( text ) {
            scope( asking ) {
                install( Missing => throw( Missing, { why = asking.Missing } ) );
                search@Archive( name )( text )
            }
        }
    }
}

service Main {
    embed Desk as Desk

    main {
        scope( reading ) {
            install( Missing => why = reading.Missing.why );
            fetch@Desk( "secret" )( text )
        }
    }
}
