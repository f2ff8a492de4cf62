// Reads until the publisher closes.
// verdict: correct

from .interfaces import SubscriberInterface, BrokerInterface

service Subscriber {
    plays News.Subscriber

    inputPort In {
        location: "socket://localhost:9020"
        protocol: sodep
        interfaces: SubscriberInterface
    }

    outputPort Broker {
        location: "socket://localhost:9021"
        protocol: sodep
        interfaces: BrokerInterface
    }

    main {
        subscribe@Broker( "weather" )( ok );
        provide
            [ news( text )( stay ) { stay = text != "rain" } ]
        until
            [ over( topic ) ]
    }
}
