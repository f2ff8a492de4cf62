// The finding is there, and the comment gives its reason: nothing is left to say.
service Shop {
    main {
        scope( closing ) {
            install( Closed => open = false );
            throw( Closed );
            // quadrille: allow(unreachable-code) because the shop opens again in spring
            open = true
        }
    }
}
