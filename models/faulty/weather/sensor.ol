// A sensor that sends a reading again when nobody acknowledges it. Where the acknowledgement alone is lost, it comes twice.
// verdict: Q0305 line 25

from .interfaces import StationInterface

service Sensor {
    outputPort Station {
        location: "socket://localhost:9082"
        protocol: sodep
        interfaces: StationInterface
    }

    main {
        scope( first ) {
            install( IOException =>
                scope( again ) {
                    install( IOException => nullProcess )
                    reading@Station( 21 )
                }
            )
            reading@Station( 21 )
        }
        scope( last ) {
            install( IOException => nullProcess )
            done@Station()
        }
    }
}
