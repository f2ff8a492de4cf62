// A broker that does not say that it is over.
// verdict: Q0514 line 33

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

    main {
        subscribe( topic )( ok ) { ok = true };
        start@Publisher( topic );
        provide
            [ publish( text )( more ) { news@Subscriber( text )( more ) } ]
        until
            [ close( topic ) ]
    }
}
