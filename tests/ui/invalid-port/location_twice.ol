service Main {
    outputPort Shop {
        location: "socket://localhost:8000"
        location: "socket://localhost:8001" //~ Q0005
        protocol: sodep
    }
    main {
        a = 1
    }
}
