// `|` in sessions and in services.
session Meeting {
    { Ann -> Room: ann( name: string ) | Bob -> Room: bob( name: string ) };
    { Room -> Ann: begin( topic: string ) | Room -> Bob: begin( topic: string ) }
}

interface RoomInterface { oneWay: ann( string ), bob( string ) }
interface GuestInterface { oneWay: begin( string ) }

service Parallel {
    plays Meeting.Room
    inputPort In { location: "socket://localhost:8000" protocol: sodep interfaces: RoomInterface }
    outputPort Ann { location: "socket://localhost:8001" protocol: sodep interfaces: GuestInterface }
    outputPort Bob { location: "socket://localhost:8002" protocol: sodep interfaces: GuestInterface }
    main {
        { ann( one ) | bob( other ) };
        { begin@Ann( "tea" ) | begin@Bob( "tea" ) }
    }
}

service EitherOrder {
    plays Meeting.Room
    inputPort In { location: "socket://localhost:8003" protocol: sodep interfaces: RoomInterface }
    outputPort Ann { location: "socket://localhost:8001" protocol: sodep interfaces: GuestInterface }
    outputPort Bob { location: "socket://localhost:8002" protocol: sodep interfaces: GuestInterface }
    main {
        [ ann( one ) ] { bob( other ) }
        [ bob( other ) ] { ann( one ) };
        begin@Bob( "tea" );
        begin@Ann( "tea" )
    }
}

service OneOrder {
    plays Meeting.Room
    inputPort In { location: "socket://localhost:8004" protocol: sodep interfaces: RoomInterface }
    outputPort Ann { location: "socket://localhost:8001" protocol: sodep interfaces: GuestInterface }
    outputPort Bob { location: "socket://localhost:8002" protocol: sodep interfaces: GuestInterface }
    main {
        ann( one ); //~ Q0514
        bob( other );
        { begin@Ann( "tea" ) | begin@Bob( "tea" ) }
    }
}

service Eager {
    plays Meeting.Room
    inputPort In { location: "socket://localhost:8005" protocol: sodep interfaces: RoomInterface }
    outputPort Ann { location: "socket://localhost:8001" protocol: sodep interfaces: GuestInterface }
    outputPort Bob { location: "socket://localhost:8002" protocol: sodep interfaces: GuestInterface }
    main {
        { ann( one ); begin@Ann( "tea" ) } //~ Q0514
        | { bob( other ); begin@Bob( "tea" ) } //~ Q0514
    }
}

service OnlyAnn {
    plays Meeting.Room
    inputPort In { location: "socket://localhost:8006" protocol: sodep interfaces: RoomInterface }
    outputPort Ann { location: "socket://localhost:8001" protocol: sodep interfaces: GuestInterface }
    outputPort Bob { location: "socket://localhost:8002" protocol: sodep interfaces: GuestInterface }
    main {
        { ann( one ) | bob( other ) };
        begin@Ann( "tea" ) //~ Q0514
    }
}
