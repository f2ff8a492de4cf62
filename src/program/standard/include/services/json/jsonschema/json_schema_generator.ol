include "services/json/jsonschema/JSONSchemaGeneratorInterface.iol"

service Main {
    inputPort JSONSchemaGenerator {
        location: "local"
        interfaces: JSONSchemaGeneratorInterface
    }

    foreign java {
    }
}
