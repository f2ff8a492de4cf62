include "services/metaservice/config.iol"
include "services/metaservice/metaservice.iol"

service Main {
    inputPort MetaService {
        location: MetaServiceLocation
        protocol: MetaServiceProtocol
        interfaces: MetaServiceConsultation, MetaServiceAdministration
    }

    inputPort MetaServiceSOAP {
        location: MetaServiceSOAPLocation
        protocol: soap
        interfaces: MetaServiceConsultation, MetaServiceAdministration
    }

    foreign java {
    }
}
