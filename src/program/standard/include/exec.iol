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

outputPort Exec {
    interfaces: ExecInterface
}

embedded {
    Java: "joliex.util.ExecService" in Exec
}
