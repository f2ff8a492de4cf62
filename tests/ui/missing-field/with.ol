// Fields are set by `with`, and one of them for another message.
type Address { street: string city: string }
type Parcel { to: Address weight: int }

interface PostInterface {
    oneWay: ship( Parcel )
}

service Post {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: PostInterface
    }
    main {
        ship( parcel )
    }
}

service Main {
    embed Post as Post
    main {
        with( parcel ) {
            .weight = 3;
            with( .to ) {
                .street = "Main Road 1"
            }
        };
        address.city = "Odense";
        ship@Post( parcel ) //~ Q0201
    }
}
