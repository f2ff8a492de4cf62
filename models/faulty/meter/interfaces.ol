// Readings of a meter, and what they come to.

type Reading {
    meter: string
    value: double
}

interface GridInterface {
    requestResponse:
        report( Reading )( int )
}
