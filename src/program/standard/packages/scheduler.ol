type DeleteCronJobRequest { jobName: string groupName: string }
type SetCallBackOperationRequest { operationName: string }

type SetCronJobRequest {
    jobName: string
    groupName: string
    cronSpecs: void {
        second: string
        minute: string
        hour: string
        dayOfMonth: string
        month: string
        dayOfWeek: string
        year?: string
    }
}

interface SchedulerInterface {
    RequestResponse:
        deleteCronJob( DeleteCronJobRequest )( void ),
        setCronJob( SetCronJobRequest )( void ) throws JobAlreadyExists( void )
    OneWay:
        setCallbackOperation( SetCallBackOperationRequest )
}

service Scheduler {
    inputPort ip {
        location: "local"
        interfaces: SchedulerInterface
    }

    foreign java {
        class: "joliex.scheduler.SchedulerService"
    }
}
