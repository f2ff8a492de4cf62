// A file without `service` is one program.
main {
    a = 1
}

type Number: int

main { //~ Q0007
    b = 2
}
