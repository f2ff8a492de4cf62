constants {
    Debug = 0,
    MetaServiceLocation = "socket://localhost:9000/",
    MetaServiceProtocol = sodep,
    MetaServiceSOAPLocation = "local"
}
