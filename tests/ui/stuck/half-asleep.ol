// It sleeps in its loop only between two rounds, not within one.
interface GuideInterface { oneWay: lead( string ) }
interface WalkerInterface { oneWay: left( string ), right( string ) }

service Guide {
    execution: concurrent

    inputPort Hut {
        location: "local"
        interfaces: GuideInterface
    }

    outputPort Walker {
        location: "local://walker"
        interfaces: WalkerInterface
    }

    main {
        lead( name )
        left@Walker( name )
    }
}

service Main {
    embed Guide as Guide

    inputPort Path {
        location: "local://walker"
        interfaces: WalkerInterface
    }

    main {
        lead@Guide( "Anna" )
        while ( true ) {
            left( name )
            right( name ) //~ Q0302
        }
    }
}
