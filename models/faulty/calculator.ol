// A calculator that is embedded with a parameter: how many digits it keeps.
// The calculator is embedded without its settings.
// verdict: Q0131 line 58

from console import Console
from math import Math

type Settings {
    digits: int( ranges( [0, 9] ) )
}

type Operands {
    x: double
    y: double
}

interface CalculatorInterface {
    requestResponse:
        add( Operands )( double ),
        divide( Operands )( double ) throws DivisionByZero( void )
}

service Calculator( settings: Settings ) {
    execution: concurrent

    embed Math as Math

    inputPort CalculatorIn {
        location: "local"
        interfaces: CalculatorInterface
    }

    // Rounds `exact` to the digits of the settings, into `result`.
    define roundResult {
        round@Math( exact {
            .decimals = settings.digits
        } )( result )
    }

    main {
        [ add( operands )( result ) {
            exact = operands.x + operands.y;
            roundResult
        } ]

        [ divide( operands )( result ) {
            if( operands.y == 0.0 ) {
                throw( DivisionByZero )
            };
            exact = operands.x / operands.y;
            roundResult
        } ]
    }
}

service Main {
    embed Console as Console
    embed Calculator as Calculator

    main {
        operands << {
            x = 22.0,
            y = 7.0
        };
        add@Calculator( operands )( sum );
        println@Console( "the sum is " + sum )();
        scope( dividing ) {
            install( DivisionByZero => println@Console( "no quotient" )() );
            divide@Calculator( operands )( quotient );
            println@Console( "the quotient is " + quotient )()
        }
    }
}
