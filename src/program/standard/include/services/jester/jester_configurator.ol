include "services/jester/JesterConfiguratorInterface.iol"

service Main {
    inputPort JesterConfigurator {
        location: "local"
        interfaces: JesterConfiguratorInterface
    }

    foreign java {
    }
}
