// An answer made of numbers and a text is a text; a double is not an int, though the other way round is fine.
interface CounterInterface {
    requestResponse: total( int )( int ), half( int )( int ), whole( int )( double )
}

service Counter {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: CounterInterface
    }
    main {
        [ total( n )( answer ) { //~ Q0203
            answer = 1 + n + ""
        } ]
        [ half( n )( answer ) { //~ Q0203
            answer = n * 0.5
        } ]
        [ whole( n )( answer ) {
            answer = n / 2
        } ]
    }
}
