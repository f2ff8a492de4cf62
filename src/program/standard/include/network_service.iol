type GetNetworkInterfaceNamesRequest: void

type GetNetworkInterfaceNamesResponse {
    interfaceName*: string { displayName: string }
}

type GetIPAddressesRequest { interfaceName: string }
type GetIPAddressesResponse { ip4?: string ip6?: string }

interface NetworkServiceInterface {
    RequestResponse:
        getNetworkInterfaceNames( GetNetworkInterfaceNamesRequest )( GetNetworkInterfaceNamesResponse ),
        getIPAddresses( GetIPAddressesRequest )( GetIPAddressesResponse ) throws InterfaceNotFound
}

outputPort NetworkService {
    interfaces: NetworkServiceInterface
}

embedded {
    Java: "joliex.util.NetworkService" in NetworkService
}
