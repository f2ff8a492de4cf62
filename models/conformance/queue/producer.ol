// Two jobs.
// verdict: correct

from .interfaces import QueueInterface

service Producer {
    plays Jobs.Producer

    outputPort Queue {
        location: "socket://localhost:9031"
        protocol: sodep
        interfaces: QueueInterface
    }

    main {
        put@Queue( "wash" );
        put@Queue( "iron" )
    }
}
