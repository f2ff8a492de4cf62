// What a conductor and the musicians tell one another.
// verdict: correct

interface ConductorInterface {
    oneWay:
        ready( string )
}

interface MusicianInterface {
    oneWay:
        play( string )
}
