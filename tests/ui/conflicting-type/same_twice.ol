// The same structure twice, as happens when a file is included twice.
type Order: string { pieces: int }
type Order: string { pieces: int }

service Main {
    main {
        a = 1
    }
}
