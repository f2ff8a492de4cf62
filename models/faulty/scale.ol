// A kitchen scale: what lies on it is weighed, less the bowl.
// verdict: Q0203 line 25

from console import Console

interface ScaleInterface {
    requestResponse:
        weigh( Load )( int )
}

type Load {
    bowl: int
    all: int
}

service Scale {
    execution: sequential

    inputPort In {
        location: "local"
        interfaces: ScaleInterface
    }

    main {
        weigh( load )( grams ) {
            if( load.all >= load.bowl ) {
                grams = load.all - load.bowl + " g"
            } else {
                grams = "nothing"
            }
        }
    }
}

service Main {
    embed Scale as Scale
    embed Console as Console

    main {
        weigh@Scale( { bowl = 250, all = 900 } )( grams );
        println@Console( grams + " g" )()
    }
}
