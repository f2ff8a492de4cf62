include "services/jester/JesterUtilsInterface.iol"

service Main {
    inputPort JesterUtils {
        location: "local"
        interfaces: JesterUtilsInterface
    }

    foreign java {
    }
}
