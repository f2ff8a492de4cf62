// A hub and the thermostat that it configures.

type Settings {
    degrees: int
}

interface HubInterface {
    oneWay:
        register( string ),
        ready( string )
}

interface ThermostatInterface {
    oneWay:
        configure( Settings )
    requestResponse:
        degrees( void )( int )
}
