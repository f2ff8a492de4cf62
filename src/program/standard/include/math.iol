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

outputPort Math {
    interfaces: MathInterface
}

embedded {
    Java: "joliex.util.MathService" in Math
}
