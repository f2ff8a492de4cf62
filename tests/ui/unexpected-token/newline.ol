// An expression does not end with its line: this is `b[f(x)]`, an index that is no expression.
service Main {
    main {
        a = b
        [ f( x ) ] { c = 1 } //~ Q0001
    }
}
