type OpenApiRequest {
    filename: string
    host: string
    inputPort: string
    easyInterface?: bool
    template?: undefined
}

interface Jolie2OpenApiInterface {
    RequestResponse:
        getOpenApi( OpenApiRequest )( undefined ) throws DefinitionError( string )
}
