// A house is built by three at a time, who wait for one another by links.
// The roof waits for the paint, and the paint for the roof.
// verdict: Q0301 line 19

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
            linkIn( paintForRoof );
            println@Console( "roof" )();
            linkOut( roofForPaint )
        }
        |
        {
            linkIn( wallsForPaint );
            linkIn( roofForPaint );
            println@Console( "paint" )();
            linkOut( paintForRoof )
        }
    }
}
