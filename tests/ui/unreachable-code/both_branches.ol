// Both branches throw: what follows is never reached. After an `if` without `else` it is.
service Shop {
    main {
        scope( first ) {
            install( Closed => open = false );
            if( hour > 18 ) {
                throw( Closed )
            };
            open = true
        };
        scope( second ) {
            install( Early => open = false, Late => open = false );
            if( hour < 8 ) {
                throw( Early )
            } else {
                throw( Late )
            };
            open = true //~ Q0601
        }
    }
}
