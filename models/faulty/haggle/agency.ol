// An agency: it makes cheaper offers until one is accepted or the customer goes.
// A customer who declines leaves a seat behind that is held for ever.

from .interfaces import AgencyInterface, AirlineInterface, Deal

service Agency {
    execution: concurrent

    cset {
        deal: Deal.deal
    }

    outputPort Airline {
        location: "socket://localhost:8421"
        protocol: sodep
        interfaces: AirlineInterface
    }

    inputPort AgencyIn {
        location: "socket://localhost:8420"
        protocol: sodep
        interfaces: AgencyInterface
    }

    main {
        quote( city )( offer ) {
            hold@Airline( city )( seat );
            csets.deal = new;
            offer << {
                deal = csets.deal,
                price = 300
            }
        };
        provide
            [ again( deal )( offer ) {
                offer.price -= 20
            } ]
        until
            [ accept( deal ) ] {
                sell@Airline( seat )
            }
            [ decline( deal ) ]
    }
}
