// A newspaper: it keeps the locations of its readers and sends every article to all of them.
// Articles without a title are refused too, but nobody told the editors.
// verdict: Q0314 line 53

from .interfaces import NewspaperInterface, ReaderInterface

service Newspaper {
    execution: concurrent

    // One port for all readers: its location is set before each delivery.
    outputPort Reader {
        protocol: sodep
        interfaces: ReaderInterface
    }

    inputPort NewspaperIn {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: NewspaperInterface
    }

    // Sends `article` to every location below `readers`, and counts in `copies`.
    define deliverToAll {
        copies = 0;
        foreach( location : readers ) {
            scope( delivery ) {
                install( IOException => gone.( location ) = true );
                Reader.location = location;
                deliver@Reader( article );
                copies++
            }
        }
    }

    main {
        [ subscribe( subscription )() {
            synchronized( subscriptions ) {
                global.readers.( subscription.location ) = true
            }
        } ]

        [ cancel( subscription )() {
            synchronized( subscriptions ) {
                undef( global.readers.( subscription.location ) )
            }
        } ]

        [ publish( article )( copies ) {
            if( article.text == "" ) {
                throw( NoText, article.title )
            };
            if( article.title == "" ) {
                throw( NoTitle, article.text )
            };
            // The lock is not held while articles are under way.
            synchronized( subscriptions ) {
                readers << global.readers
            };
            deliverToAll
        } ] {
            // Readers that could not be reached lose their subscription.
            synchronized( subscriptions ) {
                foreach( location : gone ) {
                    undef( global.readers.( location ) )
                }
            }
        }
    }
}
