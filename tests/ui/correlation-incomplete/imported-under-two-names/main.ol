from .ty import A
from .ty import A as B
from .ty import Other, OtherInterface
from .ty import Other as Renamed

// Jolie relates aliases to operations by the written names: `A` and `B` are two, though of one type.
service Both {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: a( A ), b( B ), c( B )
    }
    cset { sid: A.sid B.sid }
    main {
        a( x )
        b( x )
        c( y )
    }
}

// The operation of an imported interface has the name that its own file gives the type: this alias misses it.
service Renaming {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: a( A )
        interfaces: OtherInterface
    }
    cset {
        sid: A.sid Renamed.word,
        word: A.sid
    }
    main {
        a( x )
        last( y )
    }
}

// This one does not.
service Naming {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8002"
        protocol: sodep
        oneWay: a( A )
        interfaces: OtherInterface
    }
    cset {
        sid: A.sid Other.word,
        word: A.sid //~ Q0403
    }
    main {
        a( x )
        last( y )
    }
}
