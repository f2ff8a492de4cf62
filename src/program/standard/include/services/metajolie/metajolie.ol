include "services/metajolie/public/interfaces/metajolie_javaservice.iol"
include "services/metajolie/public/interfaces/metajolie_service.iol"

service Main {
    inputPort MetaJolie {
        location: "local"
        interfaces: MetaJolieServiceInterface, MetaJolieJavaServiceInterface
    }

    foreign java {
    }
}
