constants {
    LIMIT = 10
}

main {
    LIMIT++ //~ Q0006
}
