// One of the values that are possible is allowed; a regular expression is not looked at.
type Mode: string( enum( [ "on", "off" ] ) )
type Code: string( regex( "[A-Z]+" ) )

interface LampInterface {
    requestResponse: mode( bool )( Mode )
    oneWay: code( Code )
}

service Lamp {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: LampInterface
    }
    main {
        [ mode( bright )( answer ) {
            answer = "off";
            if( bright ) {
                answer = "On"
            }
        } ]
        [ code( text ) ]
    }
}

service Main {
    embed Lamp as Lamp
    main {
        mode@Lamp( false )( mode );
        code@Lamp( "ON" )
    }
}
