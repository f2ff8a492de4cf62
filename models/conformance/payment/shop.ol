// Pays.
// verdict: correct

from .interfaces import GatewayInterface

service Shop {
    plays Payment.Shop

    outputPort Gateway {
        location: "socket://localhost:9151"
        protocol: sodep
        interfaces: GatewayInterface
    }

    main {
        install( Declined => declined = true );
        pay@Gateway( 12 )( receipt )
    }
}
