// A buffer between a producer and a consumer.
// verdict: correct

interface BufferInterface {
    oneWay:
        put( int ),
        want( void )
}

interface ProducerInterface {
    oneWay:
        free( void )
}

interface ConsumerInterface {
    oneWay:
        item( int )
}
