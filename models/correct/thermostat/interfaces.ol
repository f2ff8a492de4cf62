// A hub and the thermostat that it configures.
// verdict: correct

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
