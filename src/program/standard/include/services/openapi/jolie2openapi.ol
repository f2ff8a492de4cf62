include "services/openapi/public/interfaces/Jolie2OpenApiInterface.iol"

service Main {
    inputPort Jolie2OpenApi {
        location: "local"
        interfaces: Jolie2OpenApiInterface
    }

    foreign java {
    }
}
