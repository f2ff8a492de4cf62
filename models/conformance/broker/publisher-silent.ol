// A publisher that stops without a word.
// verdict: Q0514 line 23

from .interfaces import PublisherInterface, BrokerInterface

service Publisher {
    plays News.Publisher

    inputPort In {
        location: "socket://localhost:9022"
        protocol: sodep
        interfaces: PublisherInterface
    }

    outputPort Broker {
        location: "socket://localhost:9021"
        protocol: sodep
        interfaces: BrokerInterface
    }

    main {
        start( topic );
        publish@Broker( "sun" )( more )
    }
}
