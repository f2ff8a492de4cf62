// Services that run a session for each message, and those that others start.
session Entry {
    Api -> Store: find( key: string )( value: string );
    Api -> Store: save( value: string )( ok: bool );
    Api -> Log: note( line: string );
    Api -> Log: note( line: string )
}

interface StoreInterface { requestResponse: find( string )( string ), save( string )( bool ) }
interface LogInterface { oneWay: note( string ) }
interface ApiInterface { requestResponse: change( string )( bool ) }

service Api {
    plays Entry.Api
    execution: concurrent
    inputPort In { location: "socket://localhost:8000" protocol: sodep interfaces: ApiInterface }
    outputPort Store { location: "socket://localhost:8001" protocol: sodep interfaces: StoreInterface }
    outputPort Log { location: "socket://localhost:8002" protocol: sodep interfaces: LogInterface }
    main {
        change( key )( ok ) {
            find@Store( key )( value );
            save@Store( value )( ok )
        };
        note@Log( key );
        note@Log( "changed" )
    }
}

service Store {
    plays Entry.Store
    execution: concurrent
    inputPort In { location: "socket://localhost:8001" protocol: sodep interfaces: StoreInterface }
    main {
        [ find( key )( value ) { value = global.values.( key ) } ]
        [ save( value )( ok ) { synchronized( store ) { global.values.last = value }; ok = true } ]
    }
}

service Log {
    plays Entry.Log
    execution: sequential
    inputPort In { location: "socket://localhost:8002" protocol: sodep interfaces: LogInterface }
    main { note( line ) }
}

service Forgetful {
    plays Entry.Api
    execution: concurrent
    inputPort In { location: "socket://localhost:8003" protocol: sodep interfaces: ApiInterface }
    outputPort Store { location: "socket://localhost:8001" protocol: sodep interfaces: StoreInterface }
    outputPort Log { location: "socket://localhost:8002" protocol: sodep interfaces: LogInterface }
    main {
        change( key )( ok ) {
            find@Store( key )( value );
            if( value == "" ) {
                save@Store( value )( ok )
            } else {
                ok = false
            }
        };
        note@Log( key ); //~ Q0514
        note@Log( "changed" )
    }
}

service ReadOnly {
    plays Entry.Store
    execution: concurrent
    inputPort In { location: "socket://localhost:8004" protocol: sodep requestResponse: find( string )( string ) }
    main {
        [ find( key )( value ) { value = key } ] //~ Q0514
    }
}

service ShortLog {
    plays Entry.Log
    inputPort In { location: "socket://localhost:8005" protocol: sodep interfaces: LogInterface }
    main { note( line ) } //~ Q0514
}

service LongLog {
    plays Entry.Log
    inputPort In { location: "socket://localhost:8006" protocol: sodep interfaces: LogInterface }
    main { while( true ) { note( line ) } }
}
