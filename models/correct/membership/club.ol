// A club that keeps its members by the number of their cards.
// verdict: correct

from .interfaces import ClubInterface

service Club {
    execution: sequential

    inputPort ClubIn {
        location: "socket://localhost:8311"
        protocol: sodep
        interfaces: ClubInterface
    }

    main {
        [ join( member )() {
            global.members.( member.card ) = member.name
        } ]
        [ leave( farewell )( known ) {
            known = is_defined( global.members.( farewell.card ) );
            undef( global.members.( farewell.card ) )
        } ]
    }
}
