// Pictures are sent while others are shown: the player has two buffers.

interface SourceInterface {
    oneWay:
        ready( int ) // a buffer that is free
}

interface PlayerInterface {
    oneWay:
        picture( int )
}
