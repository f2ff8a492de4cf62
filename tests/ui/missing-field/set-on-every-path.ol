// Nothing is missing: set in a handler, in each branch, in a loop, by a computed name, under another name, in parallel,
// or by a message.
type Order { article: string amount: int note*: string }

interface ShopInterface {
    requestResponse: order( Order )( Order ), ask( string )( Order ) throws Unknown
}

service Shop {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: ShopInterface
    }
    main {
        [ order( request )( request ) { nullProcess } ]
        [ ask( name )( answer ) {
            if( name == "" ) {
                throw( Unknown )
            };
            answer << { article = name, amount = 1 }
        } ]
    }
}

service Main {
    embed Shop as Shop

    define fill {
        filled.amount = 1
    }

    main {
        scope( asking ) {
            install( Unknown => first << { article = "none", amount = 0 } );
            ask@Shop( "tea" )( first )
        };
        order@Shop( first )( second );
        second.note[ #second.note ] = "again";
        order@Shop( second )();
        key = "amount";
        third.article = "tea";
        third.( key ) = 4;
        order@Shop( third )();
        name -> fourth.article;
        name = "tea";
        fourth.amount = 4;
        order@Shop( fourth )();
        { { fifth.article = "tea" } | { fifth.amount = 5 } };
        order@Shop( fifth )();
        filled.article = "milk";
        fill;
        order@Shop( filled )();
        for( i = 0, i < 3, i++ ) {
            sixth.amount = i
        };
        sixth.article = "tea";
        order@Shop( sixth )()
    }
}
