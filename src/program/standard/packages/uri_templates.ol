type UriMatchRequest { uri: string template: string }
type MatchResponse: bool { ? }
type ExpandRequest { template: string params?: undefined }

interface UriTemplatesIface {
    RequestResponse:
        match( UriMatchRequest )( MatchResponse ),
        expand( ExpandRequest )( string )
}

service UriTemplates {
    inputPort ip {
        location: "local"
        interfaces: UriTemplatesIface
    }

    foreign java {
        class: "joliex.util.UriTemplates"
    }
}
