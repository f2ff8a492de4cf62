// A board with one subscriber, who hears what is posted until he leaves.

from .interfaces import BoardInterface, ReaderInterface

service Board {
    execution: concurrent

    outputPort Subscriber {
        protocol: sodep
        interfaces: ReaderInterface
    }

    inputPort BoardIn {
        location: "socket://localhost:8270"
        protocol: sodep
        interfaces: BoardInterface
    }

    main {
        [ subscribe( subscription )() {
            synchronized( subscriber ) {
                global.subscriber = subscription.location
            }
        } ]

        [ leave()() {
            synchronized( subscriber ) {
                undef( global.subscriber )
            }
        } ]

        [ post( news ) ] {
            synchronized( subscriber ) {
                if( is_defined( global.subscriber ) ) {
                    Subscriber.location = global.subscriber;
                    notify@Subscriber( news )
                }
            }
        }
    }
}
