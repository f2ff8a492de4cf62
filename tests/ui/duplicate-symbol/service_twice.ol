service Main {
    main { a = 1 }
}

service Main { //~ Q0104
    main { a = 2 }
}
