// `exit` asks the program to stop; the process itself goes on for a moment.
service Shop {
    main {
        exit;
        open = false
    }
}
