// Players wait in a lobby until somebody joins them for a game.
// Two players can join one game at once: both find it, since it is taken away only when it begins.
// verdict: Q0422 line 44

type Join {
    game: string
    location: string
}

interface LobbyInterface {
    requestResponse:
        offer( string )( string ),
        join( Join )( bool )
}

interface PlayerInterface {
    oneWay:
        begin( string )
}

service Lobby {
    execution: concurrent

    outputPort Player {
        protocol: sodep
        interfaces: PlayerInterface
    }

    inputPort LobbyIn {
        location: "socket://localhost:8717"
        protocol: sodep
        interfaces: LobbyInterface
    }

    main {
        [ offer( location )( game ) {
            game = new;
            synchronized( games ) {
                global.games.( game ) = location
            }
        } ]

        [ join( request )( joined ) {
            joined = is_defined( global.games.( request.game ) );
            if( joined ) {
                Player.location = global.games.( request.game );
                begin@Player( request.location );
                synchronized( games ) {
                    undef( global.games.( request.game ) )
                }
            }
        } ]
    }
}
