// What a conductor and the musicians tell one another.

interface ConductorInterface {
    oneWay:
        ready( string )
}

interface MusicianInterface {
    oneWay:
        play( string )
}
