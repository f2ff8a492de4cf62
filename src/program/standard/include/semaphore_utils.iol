type SemaphoreRequest { name: string permits?: int }

interface SemaphoreUtilsInterface {
    RequestResponse:
        release( SemaphoreRequest )( bool ),
        acquire( SemaphoreRequest )( bool )
}

outputPort SemaphoreUtils {
    interfaces: SemaphoreUtilsInterface
}

embedded {
    Java: "joliex.util.SemaphoreUtils" in SemaphoreUtils
}
