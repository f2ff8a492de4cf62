include "types/definition_types.iol"

type GetMockRequest { input: Port vector_depth?: int }

interface JolieMockInterface {
    RequestResponse:
        getMock( GetMockRequest )( string )
}
