// What a newspaper, its readers and its editors say to one another.

type Article {
    title: string
    text: string
}

type Subscription {
    location: string // where the reader listens
}

interface NewspaperInterface {
    requestResponse:
        subscribe( Subscription )( void ),
        cancel( Subscription )( void ),
        publish( Article )( int ) throws NoText( string )
}

interface ReaderInterface {
    oneWay:
        deliver( Article )
}
