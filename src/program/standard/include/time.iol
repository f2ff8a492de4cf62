type DateValuesType { day: int month: int year: int }
type TimeValuesType { hour: int minute: int second: int }
type DateValuesRequestType: string { format?: string }
type CurrentDateTimeRequestType { format?: string }
type DiffDateRequestType { format?: string date1: string date2: string }
type GetTimeDiffRequest { time1: string time2: string }
type GetTimestampFromStringRequest: string { format?: string language?: string }
type GetDateTimeRequest: long { format?: string }
type GetDateTimeResponse: string { day: int month: int year: int hour: int minute: int second: int }
type DateTimeType { day: int month: int year: int hour: int minute: int second: int }
type SetNextTimeOutRequest: int { operation?: string message?: undefined }
type ScheduleTimeOutRequest: int { operation?: string message?: undefined timeunit?: string }

interface TimeInterface {
    OneWay:
        setNextTimeout( SetNextTimeOutRequest ),
        setNextTimeoutByDateTime,
        setNextTimeoutByTime,
        stopNextTimeout( void )
    RequestResponse:
        cancelTimeout( long )( bool ),
        getCurrentDateTime( CurrentDateTimeRequestType )( string ),
        sleep( int )( void ),
        getDateTime( GetDateTimeRequest )( GetDateTimeResponse ),
        getDateValues( DateValuesRequestType )( DateValuesType ) throws InvalidDate,
        getCurrentDateValues( void )( DateValuesType ),
        getDateDiff( DiffDateRequestType )( int ),
        getCurrentTimeMillis( void )( long ),
        getTimeValues( string )( TimeValuesType ),
        getTimeDiff( GetTimeDiffRequest )( int ),
        getTimeFromMilliSeconds( int )( TimeValuesType ),
        getTimestampFromString( GetTimestampFromStringRequest )( long ) throws InvalidTimestamp,
        getDateTimeValues( GetTimestampFromStringRequest )( DateTimeType ) throws InvalidDate,
        scheduleTimeout( ScheduleTimeOutRequest )( long ) throws InvalidTimeUnit
}

outputPort Time {
    interfaces: TimeInterface
}

embedded {
    Java: "joliex.util.TimeService" in Time
}
