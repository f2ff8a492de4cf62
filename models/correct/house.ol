// A house is built by three at a time, who wait for one another by links.
// verdict: correct

from console import Console

service House {
    embed Console as Console

    main {
        {
            println@Console( "walls" )();
            linkOut( wallsForRoof );
            linkOut( wallsForPaint )
        }
        |
        {
            linkIn( wallsForRoof );
            println@Console( "roof" )();
            linkOut( roofForPaint )
        }
        |
        {
            linkIn( wallsForPaint );
            linkIn( roofForPaint );
            println@Console( "paint" )()
        }
    }
}
