// Embedding comes before everything else, so each of these starts the next one for ever.
service Itself {
    embed Itself //~ Q0114
    main {
        a = 1
    }
}

service First {
    embed Second( 1 ) as Second //~ Q0114
    main {
        a = 1
    }
}

service Second( number: int ) {
    embed Leaf
    embed First
    main {
        a = 1
    }
}

service Leaf {
    main {
        a = 1
    }
}

// Leads to a ring, but is not in it.
service Starter {
    embed First
    embed Leaf
    main {
        a = 1
    }
}
