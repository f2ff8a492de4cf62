type SchedulerCallBackRequest { jobName: string groupName: string }

interface SchedulerCallBackInterface {
    OneWay:
        schedulerCallback( SchedulerCallBackRequest )
}

inputPort SchedulerCallBack {
    location: "local"
    interfaces: SchedulerCallBackInterface
}
