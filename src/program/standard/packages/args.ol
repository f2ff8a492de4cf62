type ParseArgsRequest {
    args*: string
    argsMap*: void { name: string optional: bool description: string isFlag: bool }
}

type ParseArgsResponse {
    parsedArgs*: void { name: string value: string | void }
}

interface ArgsInterface {
    RequestResponse:
        parseArgs( ParseArgsRequest )( ParseArgsResponse ) throws ParsingError( string ) Help
}

service Args {
    inputPort Args {
        location: "local"
        interfaces: ArgsInterface
    }

    foreign java {
    }
}
