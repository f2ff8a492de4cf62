// A hub: configures a thermostat that registers, and reads it when it is ready.
// verdict: correct

from console import Console
from .interfaces import HubInterface, ThermostatInterface

service Hub {
    embed Console as Console

    outputPort Thermostat {
        location: "socket://localhost:8291"
        protocol: sodep
        interfaces: ThermostatInterface
    }

    inputPort HubIn {
        location: "socket://localhost:8290"
        protocol: sodep
        interfaces: HubInterface
    }

    main {
        register( room );
        configure@Thermostat( { degrees = 19 } );
        ready( room );
        degrees@Thermostat()( degrees );
        println@Console( room + " has " + degrees )()
    }
}
