// What each role offers.

interface SubscriberInterface {
    requestResponse: news( string )( bool )
    oneWay: over( string )
}

interface BrokerInterface {
    requestResponse: subscribe( string )( bool ), publish( string )( bool )
    oneWay: close( string )
}

interface PublisherInterface {
    oneWay: start( string )
}
