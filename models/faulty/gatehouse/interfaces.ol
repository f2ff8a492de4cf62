type Visit {
    name: string
}

interface OfficeInterface {
    RequestResponse: visit( Visit )( string )
}

interface BookInterface {
    OneWay: arrived( Visit ), left( Visit )
}
