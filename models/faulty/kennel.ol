// Dogs are left for a day, with a tag each, and fetched with it.
// A dog without a chip gets no tag that the session knows.
// verdict: Q0411 line 40

type Dog {
    name: string
    chip?: string
}

type Tag {
    tag: string
}

interface KennelInterface {
    requestResponse:
        leave( Dog )( Tag ),
        fetch( Tag )( string )
}

service Kennel {
    execution: concurrent

    cset {
        tag: Tag.tag
    }

    inputPort KennelIn {
        location: "socket://localhost:8722"
        protocol: sodep
        interfaces: KennelInterface
    }

    main {
        leave( dog )( tag ) {
            tag.tag = new;
            if( is_defined( dog.chip ) ) {
                csets.tag = tag.tag
            }
        };
        fetch( owner )( dog.name )
    }
}
