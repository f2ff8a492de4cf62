// Players wait in a lobby until somebody joins them for a game.
// verdict: correct

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
            synchronized( games ) {
                joined = is_defined( global.games.( request.game ) );
                if( joined ) {
                    Player.location = global.games.( request.game );
                    undef( global.games.( request.game ) )
                }
            };
            if( joined ) {
                begin@Player( request.location )
            }
        } ]
    }
}
