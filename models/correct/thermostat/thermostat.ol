// A thermostat: waits for its settings before it begins to serve.
// verdict: correct

from .interfaces import HubInterface, ThermostatInterface

service Thermostat {
    outputPort Hub {
        location: "socket://localhost:8290"
        protocol: sodep
        interfaces: HubInterface
    }

    inputPort ThermostatIn {
        location: "socket://localhost:8291"
        protocol: sodep
        interfaces: ThermostatInterface
    }

    init {
        register@Hub( "kitchen" );
        configure( settings );
        ready@Hub( "kitchen" )
    }

    main {
        degrees()( settings.degrees )
    }
}
