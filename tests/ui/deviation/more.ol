// Families, spawned bodies, several partners at once, calls in expressions, messages of others, and what comes in `init`.
session Farm {
    roles: Master, Worker[2]
    for( i in Worker ) { Master -> Worker[i]: work( task: int )( done: int ) }
}

session Fetch {
    { Reader -> North: get( key: string )( value: string ) | Reader -> South: get( key: string )( value: string ) };
    Reader -> North: done( sum: int )
}

session Register {
    Member -> Club: join( name: string );
    Club -> Member: welcome( number: int );
    Club -> Member: news( text: string )
}

interface WorkerInterface { requestResponse: work( int )( int ) }
interface GetInterface { requestResponse: get( string )( string ) oneWay: done( int ) }
interface ClubInterface { oneWay: join( string ) }
interface MemberInterface { oneWay: welcome( int ), news( string ) }

service Worker {
    plays Farm.Worker
    inputPort In { location: "socket://localhost:8010" protocol: sodep interfaces: WorkerInterface }
    main { work( task )( done ) { done = task + 1 } }
}

service LazyWorker {
    plays Farm.Worker
    init { busy = true }
    main {
        if( busy ) { nullProcess }
        nullProcess //~ Q0514
    }
}

service Master {
    plays Farm.Master( Worker => Staff )
    outputPort Staff { location: "socket://localhost:8000" protocol: sodep interfaces: WorkerInterface }
    main {
        for( i = 0, i < 2, i++ ) { work@Staff( i )( done ) }
    }
}

service HalfMaster {
    plays Farm.Master
    outputPort Worker { location: "socket://localhost:8000" protocol: sodep interfaces: WorkerInterface }
    main {
        work@Worker( 1 )( done ) //~ Q0514
    }
}

service AtOnce {
    plays Fetch.Reader
    outputPort North { location: "socket://localhost:8000" protocol: sodep interfaces: GetInterface }
    outputPort South { location: "socket://localhost:8001" protocol: sodep interfaces: GetInterface }
    main {
        { get@North( "a" )( one ) | get@South( "a" )( other ) };
        done@North( 1 )
    }
}

service InOrder {
    plays Fetch.Reader
    outputPort North { location: "socket://localhost:8000" protocol: sodep interfaces: GetInterface }
    outputPort South { location: "socket://localhost:8001" protocol: sodep interfaces: GetInterface }
    main {
        get@North( "a" )( one );
        get@South( "a" )( other );
        done@North( 1 )
    }
}

service TooSoon {
    plays Fetch.Reader
    outputPort North { location: "socket://localhost:8000" protocol: sodep interfaces: GetInterface }
    outputPort South { location: "socket://localhost:8001" protocol: sodep interfaces: GetInterface }
    main {
        get@North( "a" )( one );
        done@North( 1 ); //~ Q0514
        get@South( "a" )( other )
    }
}

service InExpression {
    plays Fetch.Reader
    outputPort North { location: "socket://localhost:8000" protocol: sodep interfaces: GetInterface }
    outputPort South { location: "socket://localhost:8001" protocol: sodep interfaces: GetInterface }
    main {
        both = get@North( "a" ) + get@South( "b" );
        done@North( 1 )
    }
}

service InInit {
    plays Register.Member
    execution: concurrent
    inputPort In { location: "socket://localhost:8002" protocol: sodep interfaces: MemberInterface }
    outputPort Club { location: "socket://localhost:8003" protocol: sodep interfaces: ClubInterface }
    init { join@Club( "me" ); welcome( number ) }
    main { [ news( text ) ] }
}

service ClubAlone {
    plays Register.Club
    inputPort In { location: "socket://localhost:8003" protocol: sodep interfaces: ClubInterface }
    outputPort Member { location: "socket://localhost:8002" protocol: sodep interfaces: MemberInterface }
    main {
        join( name );
        welcome@Member( 1 );
        news@Member( "hello" )
    }
}

service ClubMixed {
    plays Register.Club
    inputPort In { location: "socket://localhost:8004" protocol: sodep interfaces: ClubInterface }
    outputPort Member { location: "socket://localhost:8002" protocol: sodep interfaces: MemberInterface }
    main {
        join( name );
        { welcome@Member( 1 ) | news@Member( "hello" ) } //~ Q0514
    }
}

service Spawning {
    plays Farm.Master
    outputPort Worker { location: "socket://localhost:8000" protocol: sodep interfaces: WorkerInterface }
    main {
        spawn( i over 2 ) in results { work@Worker( i )( results ) } //~ Q0514
    }
}
