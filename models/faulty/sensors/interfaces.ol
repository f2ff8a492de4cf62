// What a sensor measures.

type Reading {
    wall: string
    number: int
    degrees: double
}

interface SensorInterface {
    requestResponse:
        measure( string )( Reading ),
        reset( void )( void ),
        calibrate( double )( void )
}
