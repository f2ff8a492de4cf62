// Two gates count their visitors into one sum, and one of them loses the other's.
// verdict: Q0421 line 21

interface TallyInterface { requestResponse: enter( int )( int ), total( void )( int ) }

service Tally {
    execution: concurrent

    inputPort Gates {
        location: "local"
        interfaces: TallyInterface
    }

    init {
        global.visitors = 0
    }

    main {
        [ enter( visitors )( before ) {
            before = global.visitors
            global.visitors = before + visitors
        } ]
        [ total()( visitors ) { visitors = global.visitors } ]
    }
}

service Main {
    embed Tally as Tally

    main {
        { enter@Tally( 2 )( north ) | enter@Tally( 3 )( south ) }
        total@Tally()( visitors )
    }
}
