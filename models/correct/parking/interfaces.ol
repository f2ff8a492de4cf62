// A car park knows cars by the number of their space.

type Space {
    number: string
}

type Exit {
    number: string
    paid: int
}

interface ParkingInterface {
    requestResponse:
        enter( string )( Space ),
        depart( Exit )( bool )
}
