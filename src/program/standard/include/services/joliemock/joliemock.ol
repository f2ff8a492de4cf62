include "services/joliemock/public/interfaces/JolieMockInterface.iol"

service Main {
    inputPort JolieMock {
        location: "local"
        interfaces: JolieMockInterface
    }

    foreign java {
    }
}
