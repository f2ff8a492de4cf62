// One run says what is wrong in each declaration.
interface Shop {
    oneWay order( string ) //~ Q0001
}

service Main {
    main {
        a = = 1 //~ Q0001
    }
}
