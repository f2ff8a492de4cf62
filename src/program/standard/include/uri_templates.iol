type UriMatchRequest { uri: string template: string }
type MatchResponse: bool { ? }
type ExpandRequest { template: string params?: undefined }

interface UriTemplatesIface {
    RequestResponse:
        match( UriMatchRequest )( MatchResponse ),
        expand( ExpandRequest )( string )
}

outputPort UriTemplates {
    interfaces: UriTemplatesIface
}

embedded {
    Java: "joliex.util.UriTemplates" in UriTemplates
}
