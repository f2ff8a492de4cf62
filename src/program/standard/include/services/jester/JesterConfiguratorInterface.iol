include "services/jester/router.iol"

type GetJesterConfigRequest {
    filename: string
    host: string
    inputPort: string
    easyInterface?: bool
    template?: undefined
}

interface JesterConfiguratorInterface {
    RequestResponse:
        getJesterConfig( GetJesterConfigRequest )( ConfigRouterRequest ) throws DefinitionError( string )
}
