include "services/jester/router.iol"

service Main {
    inputPort RouterIn {
        location: "local"
        interfaces: RouterIface
    }

    foreign java {
    }
}
