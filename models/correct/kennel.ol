// Dogs are left for a day, with a tag each, and fetched with it.
// verdict: correct

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
            csets.tag = new;
            if( is_defined( dog.chip ) ) {
                chip = dog.chip
            };
            tag.tag = csets.tag
        };
        fetch( owner )( dog.name )
    }
}
