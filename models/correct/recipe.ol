// A recipe is opened by who writes it, filled in and closed.
// verdict: correct

type Recipe {
    title: string
}

type Step {
    title: string
    text: string
}

interface CookbookInterface {
    requestResponse:
        open( Recipe )( bool )
    oneWay:
        add( Step ),
        close( Recipe )
}

service Cookbook {
    execution: concurrent

    cset {
        title: Recipe.title Step.title
    }

    inputPort CookbookIn {
        location: "socket://localhost:8727"
        protocol: sodep
        interfaces: CookbookInterface
    }

    main {
        open( recipe )( true );
        writing = true;
        while( writing ) {
            [ open( again )( false ) ]
            [ add( step ) ]
            [ close( last ) ] { writing = false }
        }
    }
}
