type MakeLinkRequest { operation: string params: undefined method?: string }
type Route { method: string template: string operation: string cast?: undefined outputPort: string }
type ConfigRouterRequest { routes*: Route }

interface RouterIface {
    RequestResponse:
        config( ConfigRouterRequest )( void ),
        makeLink( MakeLinkRequest )( string ) throws BindingNotFound( void )
}
