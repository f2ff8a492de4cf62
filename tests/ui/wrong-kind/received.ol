// What came as a string goes on as an int, two levels down and in every element.
type Line { number: string }
type Page { line*: Line }
type Numbered { head { number: int } }

interface PressInterface {
    requestResponse: print( Page )( void )
}

interface PaperInterface {
    requestResponse: put( Numbered )( void )
}

service Paper {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: PaperInterface
    }
    main {
        put( numbered )() { nullProcess }
    }
}

service Main {
    execution: concurrent
    embed Paper as Paper
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: PressInterface
    }
    main {
        print( page )() {
            for( i = 0, i < #page.line, i++ ) {
                put@Paper( { head.number = 1 } )();
                number = page.line.number;
                if( is_string( number ) ) {
                    put@Paper( { head.number = number } )() //~ Q0203
                } else {
                    put@Paper( { head.number = 0 } )()
                }
            }
        }
    }
}
