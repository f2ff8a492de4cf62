// A member who opens a room and says good morning in it.

from console import Console
from .interfaces import ChatInterface, MemberInterface

constants {
    HOME = "socket://localhost:8051"
}

service Member {
    embed Console as Console

    outputPort Chat {
        location: "socket://localhost:8050"
        protocol: sodep
        interfaces: ChatInterface
    }

    inputPort MemberIn {
        location: HOME
        protocol: sodep
        interfaces: MemberInterface
    }

    main {
        open@Chat()( ticket );
        join@Chat( {
            room = ticket.room,
            location = HOME
        } )( count );
        println@Console( count + " in the room" )();
        say@Chat( {
            room = ticket.room,
            text = "good morning"
        } );
        hear( line );
        println@Console( line )()
    }
}
