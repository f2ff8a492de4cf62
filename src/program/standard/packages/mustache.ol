type RenderRequest: void {
    template: string
    data?: undefined
    dir?: string
    recursionLimit?: int
    partialsRecursionLimit?: int
    functions?: void {
        name?: string
        binding: void { location: any }
    }
} | void {
    template: string
    data?: undefined
    partials*: void { name: string template: string }
    recursionLimit?: int
    partialsRecursionLimit?: int
    functions?: void {
        name?: string
        binding: void { location: any }
    }
}

interface MustacheInterface {
    RequestResponse:
        render( RenderRequest )( string )
}

type MustacheInvocationRequest { name: string template?: string }
type MustacheInvocationResponse: string | undefined

interface MustacheFunctionProviderInterface {
    RequestResponse:
        call( MustacheInvocationRequest )( MustacheInvocationResponse )
}

service Mustache {
    inputPort Input {
        location: "local"
        interfaces: MustacheInterface
    }

    outputPort MustacheFunctionProvider {
        interfaces: MustacheFunctionProviderInterface
    }

    foreign java {
        class: "joliex.mustache.MustacheService"
    }
}
