type SemaphoreRequest { name: string permits?: int }

interface SemaphoreUtilsInterface {
    RequestResponse:
        release( SemaphoreRequest )( bool ),
        acquire( SemaphoreRequest )( bool )
}

service SemaphoreUtils {
    inputPort ip {
        location: "local"
        interfaces: SemaphoreUtilsInterface
    }

    foreign java {
        class: "joliex.util.SemaphoreUtils"
    }
}
