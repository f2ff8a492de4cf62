// An escape that stands for the letter itself.
service Main {
    main {
        word = "\u\n\t\r\\\""
    }
}
