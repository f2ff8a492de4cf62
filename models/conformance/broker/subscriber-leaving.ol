// A subscriber who goes when it has read enough, and tells nobody.
// verdict: Q0311 line 11
// verdict: Q0514 line 25
// verdict: Q0514 line 25

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
        news( text )( stay ) { stay = false }
    }
}
