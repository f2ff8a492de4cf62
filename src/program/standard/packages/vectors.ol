type Vector { items*: undefined }
type VectorPair { fst: Vector snd: Vector }
type InsertRequest { index: int item: undefined vector: Vector }
type AddRequest { vector: Vector item: undefined }

type SliceRequest: void {
    from: int
    to: int
    vector: Vector
} | void {
    to: int
    vector: Vector
} | void {
    from: int
    vector: Vector
}

interface VectorsInterface {
    RequestResponse:
        equals( VectorPair )( bool ),
        insert( InsertRequest )( Vector ),
        slice( SliceRequest )( Vector ),
        add( AddRequest )( Vector ),
        concat( VectorPair )( Vector )
}

service Vectors {
    inputPort Input {
        location: "local"
        interfaces: VectorsInterface
    }

    foreign java {
        class: "joliex.lang.Vectors"
    }
}
