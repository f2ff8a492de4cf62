from console import Console

service Main {
    embed Console as Console

    main {
        install( F => println@Console( "handler" )(); comp( s ) );
        scope( s ) {
            install( this => println@Console( "undo" )() )
        };
        throw( F )
    }
}
