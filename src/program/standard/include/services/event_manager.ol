service Main {
    inputPort EventPort {
        location: "local"
        OneWay:
            register,
            registerForAll,
            unregister,
            fireEvent,
            shutdown
    }

    foreign java {
    }
}
