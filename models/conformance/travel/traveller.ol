// Takes the cheap one.
// verdict: correct

from .interfaces import AgencyInterface

service Traveller {
    plays Travel.Traveller

    outputPort Agency {
        location: "socket://localhost:9101"
        protocol: sodep
        interfaces: AgencyInterface
    }

    main {
        search@Agency( "Rome" )( best );
        if( best < 100 ) { grand@Agency( "Ada" ) } else { plaza@Agency( "Ada" ) }
    }
}
