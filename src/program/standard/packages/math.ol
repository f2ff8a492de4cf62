type RoundRequestType: double { decimals?: int }
type PowRequest { base: double exponent: double }
type SummationRequest { from: int to: int }

interface MathInterface {
    RequestResponse:
        abs( int )( int ),
        random( void )( double ),
        pi( void )( double ),
        round( RoundRequestType )( double ),
        pow( PowRequest )( double ),
        summation( SummationRequest )( int )
}

service Math {
    inputPort ip {
        location: "local"
        interfaces: MathInterface
    }

    foreign java {
        class: "joliex.util.MathService"
    }
}
