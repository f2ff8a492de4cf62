type CommandExecutionRequest: string {
    waitFor?: int
    args*: string
    workingDirectory?: string
    stdOutConsoleEnable?: bool
}

type CommandExecutionResult: any { exitCode?: int stderr?: string }

interface ExecInterface {
    RequestResponse:
        exec( CommandExecutionRequest )( CommandExecutionResult )
}

service Exec {
    inputPort ip {
        location: "local"
        interfaces: ExecInterface
    }

    foreign java {
        class: "joliex.util.ExecService"
    }
}
