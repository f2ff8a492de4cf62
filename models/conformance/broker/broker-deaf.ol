// A broker that starts the publisher before it has anybody to tell.
// verdict: Q0514 line 28

from .interfaces import BrokerInterface, SubscriberInterface, PublisherInterface

service Broker {
    plays News.Broker

    inputPort In {
        location: "socket://localhost:9021"
        protocol: sodep
        interfaces: BrokerInterface
    }

    outputPort Subscriber {
        location: "socket://localhost:9020"
        protocol: sodep
        interfaces: SubscriberInterface
    }

    outputPort Publisher {
        location: "socket://localhost:9022"
        protocol: sodep
        interfaces: PublisherInterface
    }

    init {
        start@Publisher( "weather" )
    }

    main {
        subscribe( topic )( ok ) { ok = true };
        provide
            [ publish( text )( more ) { news@Subscriber( text )( more ) } ]
        until
            [ close( topic ) ] { over@Subscriber( topic ) }
    }
}
