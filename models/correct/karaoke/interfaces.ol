// A karaoke bar: who wants to sing draws a number, and sings when it is called.

type Draw {
    number: int
}

type Song {
    number: int
    title: string
}

interface BarInterface {
    requestResponse:
        draw( void )( Draw )
    oneWay:
        sing( Song )
}
