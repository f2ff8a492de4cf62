include "services/openapi/public/interfaces/OpenApi2JolieInterface.iol"

service Main {
    inputPort OpenApi2Jolie {
        location: "local"
        interfaces: OpenApi2JolieInterface
    }

    foreign java {
    }
}
