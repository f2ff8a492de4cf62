interface MonitorInterface {
    OneWay:
        pushEvent( undefined )
}

type MonitorEvent {
    type: string
    memory: long
    timestamp: long
    data?: void { ? }
}

type FlushResponse { events*: MonitorEvent }
type SetStandardMonitorRequest { triggeredEnabled?: bool triggerThreshold?: int queueMax?: int }

interface StandardMonitorInterface {
    RequestResponse:
        flush( void )( FlushResponse ),
        setMonitor( SetStandardMonitorRequest )( void )
}

interface StandardMonitorInputInterface {
    OneWay:
        monitorAlert( void )
}

outputPort Monitor {
    interfaces: MonitorInterface, StandardMonitorInterface
}

inputPort MonitorInput {
    location: "local"
    interfaces: StandardMonitorInputInterface
}

embedded {
    Java: "joliex.monitoring.StandardMonitor" in Monitor
}
