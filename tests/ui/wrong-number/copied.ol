// A vector is copied whole where one is wanted.
type Names { name[2,2]: string }
type Name { name: string }

interface RegisterInterface {
    requestResponse: first( Names )( Name )
}

service Register {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: RegisterInterface
    }
    main {
        first( names )( name ) { //~ Q0204
            name.name << names.name
        }
    }
}
