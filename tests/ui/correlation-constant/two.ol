// Of two variables neither tells sessions apart; a set with one fresh variable is fine.
type Open { name: string }
type Key { hall: string door: int }
type Pass { hall: string visit: string }

interface HouseInterface {
    requestResponse: enter( Open )( Key )
    oneWay: leave( Key ), stay( Pass )
}

service House {
    execution: concurrent
    cset { hall: Key.hall, door: Key.door }
    cset { place: Pass.hall, visit: Pass.visit }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: HouseInterface
    }
    init {
        hall = "north";
        door = 3
    }
    main {
        enter( request )( key ) {
            csets.hall = hall; //~ Q0414
            csets.door = door;
            csets.place = hall;
            csets.visit = new;
            key.hall = hall;
            key.door = door
        };
        [ leave( bye ) ]
        [ stay( pass ) ]
    }
}
