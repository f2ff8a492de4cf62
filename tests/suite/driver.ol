// Runs one test of Jolie's own suite by its protocol: the test is embedded, its operation `test` is called, and it is
// told to end. What it comes to is printed.

from console import Console
from runtime import Runtime

interface TestUnitInterface {
    RequestResponse: test( void )( void ) throws TestFailed( any )
}

service Main {
    outputPort TestUnit {
        interfaces: TestUnitInterface
    }

    embed Console as Console
    embed Runtime as Runtime

    main {
        scope( run ) {
            install( RuntimeException => println@Console( "not loaded: " + run.RuntimeException )() )
            loadEmbeddedService@Runtime( { type = "Jolie", service = "Main", filepath = args[ 0 ] } )( TestUnit.location )
            install(
                TestFailed => println@Console( "failed: " + run.TestFailed )(),
                default => println@Console( "failed by the fault " + run.default )()
            )
            test@TestUnit()()
            println@Console( "passed" )()
            callExit@Runtime( TestUnit.location )()
        }
    }
}
