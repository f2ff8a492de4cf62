from .ty import A
from .ty import A as B

service Main {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: a( A ), b( B )
    }
    cset { sid: A.sid }
    cset { other: B.sid }
    main {
        a( x )
        csets.other = new
        b( x )
    }
}
