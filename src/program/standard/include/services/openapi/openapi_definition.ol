include "services/openapi/public/interfaces/OpenApiDefinitionInterface.iol"

service Main {
    inputPort OpenApiDefinition {
        location: "local"
        interfaces: OpenApiDefinitionInterface
    }

    foreign java {
    }
}
