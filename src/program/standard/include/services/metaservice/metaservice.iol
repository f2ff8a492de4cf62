type MetaData { ? }
type ServiceRecord { isEmbedded: int resourceName: string metadata?: MetaData }
type ServiceList { service*: ServiceRecord }

interface MetaServiceConsultation {
    RequestResponse:
        getServices( void )( ServiceList )
}

type LoadEmbeddedJolieServiceRequest {
    resourcePrefix: string
    filepath: string
    metadata?: MetaData
    exposedProtocol?: string
}

type AddRedirectionRequest {
    resourcePrefix: string
    location: string
    protocol: string { ? }
    metadata?: MetaData
    token?: int
    exposedProtocol?: string
}

interface MetaServiceAdministration {
    OneWay:
        shutdown( void )
    RequestResponse:
        loadEmbeddedJolieService( LoadEmbeddedJolieServiceRequest )( string ) throws EmbeddingFault,
        unloadEmbeddedService( string )( void ),
        addRedirection( AddRedirectionRequest )( string ),
        removeRedirection( string )( void )
}
