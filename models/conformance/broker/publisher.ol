// Publishes as long as somebody wants more.
// verdict: correct

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
        more = true;
        while( more ) {
            publish@Broker( "sun" )( more )
        };
        close@Broker( topic )
    }
}
