// Who issues passports, who checks the form, and what they tell one another.

type Form {
    name: string
    country: string
}

interface OfficeInterface {
    requestResponse:
        apply( Form )( string )
    oneWay:
        approve( string )
}

interface ClerkInterface {
    oneWay:
        examine( Form )
}
