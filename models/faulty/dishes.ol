// A job service: the one that carries jobs out tells how they ended, while the entry stays. Of what is burnt nobody is told.
// verdict: Q0302 line 70

from console import Console

type Job {
    id: string
    what?: string
}

interface JobsInterface {
    RequestResponse: submit( string )( Job )
    OneWay: finished( Job ), spoiled( Job )
}

interface CookInterface {
    OneWay: cook( Job )
}

service Cook {
    execution: concurrent

    inputPort CookIn {
        location: "local://cook"
        interfaces: CookInterface
    }

    outputPort Jobs {
        location: "local://jobs"
        interfaces: JobsInterface
    }

    main {
        cook( job );
        scope( cooking ) {
            install( Burnt => nullProcess );
            if( job.what == "toast" ) {
                throw( Burnt )
            };
            finished@Jobs( { id = job.id } )
        }
    }
}

service Jobs {
    execution: concurrent

    inputPort JobsIn {
        location: "local://jobs"
        interfaces: JobsInterface
    }

    outputPort Cook {
        location: "local://cook"
        interfaces: CookInterface
    }

    embed Console as Console

    cset {
        id: Job.id
    }

    main {
        submit( what )( job ) {
            csets.id = new;
            job.id = csets.id
        };
        cook@Cook( { id = csets.id, what = what } );
        [ finished( done ) ] {
            println@Console( what + " is done" )()
        }
        [ spoiled( done ) ] {
            println@Console( what + " is burnt" )()
        }
    }
}

service Main {
    embed Cook
    embed Jobs

    outputPort Jobs {
        location: "local://jobs"
        interfaces: JobsInterface
    }

    main {
        submit@Jobs( "soup" )( soup );
        submit@Jobs( "toast" )( toast );
        linkIn( evening )
    }
}
