// Two sessions of one file have one name: the second is in error.

session Ask {
    A -> B: ask( what: string )( answer: string )
}

session Ask { //~ Q0104
    A -> B: tell( what: string )
}

session Tell {
    A -> B: tell( what: string )
}
