// Says yes.
// verdict: correct

from .interfaces import UserInterface

service User {
    plays Grant.User

    inputPort In {
        location: "socket://localhost:9122"
        protocol: sodep
        interfaces: UserInterface
    }

    main { consent( extent )( yes ) { yes = true } }
}
