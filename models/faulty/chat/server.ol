// A chat server: a session for each room, and one output port for all members, bound before each message.
// The server waits for `close`, which was lost from the interface: no room is ever closed.
// verdict: Q0312 line 52

from .interfaces import ChatInterface, MemberInterface, Member, Line, End

service ChatServer {
    execution: concurrent

    cset {
        room: Member.room Line.room End.room
    }

    // No location: it is another one for each member.
    outputPort Listener {
        protocol: sodep
        interfaces: MemberInterface
    }

    inputPort ChatIn {
        location: "socket://localhost:8050"
        protocol: sodep
        interfaces: ChatInterface
    }

    // Sends `text` to every location in `members`.
    define sendToAll {
        for( location in members ) {
            scope( sending ) {
                install( IOException => nullProcess );
                Listener.location = location;
                hear@Listener( text )
            }
        }
    }

    main {
        open()( ticket ) {
            csets.room = new;
            ticket.room = csets.room
        };
        provide
            [ join( member )( count ) {
                members[#members] = member.location;
                count = #members
            } ]
            [ say( line ) ] {
                text = line.text;
                sendToAll
            }
        until
            [ close( end ) ] {
                text = "the room is closed";
                sendToAll
            }
    }
}
