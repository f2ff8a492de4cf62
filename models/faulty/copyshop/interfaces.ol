// A shop that copies, and calls its customer when the copies are there.

type Job {
    pages: int
    location: string // where the customer listens
}

interface CopyShopInterface {
    oneWay:
        submit( Job )
}

interface CustomerInterface {
    oneWay:
        finished( int )
}
